// The whole page from one snapshot: which screen, and what stands around it.
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import type { Actions, Home, Me } from '../model';
import { DoorCard } from './door_card';
import { HistoryScreen } from './history';
import { JoiningScreen, LinkForm } from './joining';
import { firstLanguage, keepLanguage, languages, SpeechContext, type Tag, useWords } from './language';
import { NoticeBox } from './notice';
import { SettingsScreen } from './settings';

export type Tab = 'doors' | 'history' | 'settings';

interface Props {
    readonly home: Home;
    readonly actions: Actions;
    readonly firstTab?: Tab;
}

function Doors({ home, me, actions }: { home: Home; me: Me; actions: Actions }): JSX.Element {
    const words = useWords();
    const { connection } = home;
    return (
        <>
            {connection === 'refused' && <NoticeBox notice={words.refused} />}
            <div class="doors">
                {home.doors.map((door) => (
                    <DoorCard key={door.name} door={door} me={me} connection={connection} ask={actions.ask} />
                ))}
            </div>
        </>
    );
}

function Stranger({ actions }: { actions: Actions }): JSX.Element {
    const words = useWords();
    return (
        <section class="card join">
            <h2>{words.stranger.title}</h2>
            <p class="lead">{words.stranger.advice}</p>
            <LinkForm useLink={actions.useLink} />
        </section>
    );
}

function Elsewhere({ takeOver }: { takeOver: () => void }): JSX.Element {
    const words = useWords();
    return (
        <section class="card join">
            <h2>{words.elsewhere.title}</h2>
            <p class="lead">{words.elsewhere.advice}</p>
            <button type="button" class="wide" onClick={takeOver}>
                {words.takeOver}
            </button>
        </section>
    );
}

interface Inside extends Props {
    readonly speak: (tag: Tag) => void;
}

function Main({ home, actions, tab, speak }: Inside & { tab: Tab }): JSX.Element {
    const { me, joining } = home;
    if (home.connection === 'elsewhere') {
        return <Elsewhere takeOver={actions.takeOver} />;
    }
    if (joining) {
        return (
            <section class="card join" aria-live="polite">
                <JoiningScreen joining={joining} actions={actions} />
            </section>
        );
    }
    if (!me) {
        return <Stranger actions={actions} />;
    }
    if (tab === 'history') {
        return <HistoryScreen history={home.history} several={home.doors.length > 1} />;
    }
    if (tab === 'settings') {
        return <SettingsScreen me={me} speak={speak} forget={actions.forget} />;
    }
    return <Doors home={home} me={me} actions={actions} />;
}

/** The tabs this phone has; none before it has joined. */
export function tabsOf(home: Home): readonly Tab[] {
    if (!home.me || home.joining || home.connection === 'elsewhere') {
        return [];
    }
    return home.me.role === 'guest' ? ['doors', 'settings'] : ['doors', 'history', 'settings'];
}

function Frame(props: Inside): JSX.Element {
    const words = useWords();
    const { home } = props;
    const [tab, setTab] = useState<Tab>(props.firstTab ?? 'doors');
    const tabs = tabsOf(home);
    return (
        <>
            <header class="top">
                <h1>{home.organisation || 'Portcullis'}</h1>
                <p class={`connection ${home.connection}`} role="status">
                    {words.connection[home.connection]}
                </p>
            </header>
            <main>
                <Main {...props} tab={tabs.includes(tab) ? tab : 'doors'} />
            </main>
            {tabs.length > 0 && (
                <nav>
                    {tabs.map((each) => (
                        <button
                            key={each}
                            type="button"
                            aria-current={each === tab ? 'page' : undefined}
                            onClick={() => setTab(each)}
                        >
                            {words.tabs[each]}
                        </button>
                    ))}
                </nav>
            )}
        </>
    );
}

export function App(props: Props): JSX.Element {
    const [tag, setTag] = useState<Tag>(firstLanguage);
    const { organisation } = props.home;
    useEffect(() => {
        document.documentElement.lang = tag;
        document.title = organisation || 'Portcullis';
    }, [tag, organisation]);
    const speak = (choice: Tag): void => {
        keepLanguage(choice);
        setTag(choice);
    };
    return (
        <SpeechContext.Provider value={{ tag, words: languages[tag] }}>
            <Frame {...props} speak={speak} />
        </SpeechContext.Provider>
    );
}
