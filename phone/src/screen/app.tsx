// The whole page from one snapshot: which screen, and what stands around it.
import { Component, type JSX } from 'preact';

import type { Actions, Home, Me } from '../model';
import { DoorCard } from './door_card';
import { HistoryScreen } from './history';
import { JoiningScreen, LinkForm } from './joining';
import { choose, speakFirst, type Tag, words } from './language';
import { NoticeBox } from './notice';
import { SettingsScreen } from './settings';

export type Tab = 'doors' | 'history' | 'settings';

// How often ages and countdowns are looked at again.
const TICK = 250;

// How long the page's own file may be on its way, before it is called missing.
const PATIENCE = 5_000;

interface Props {
    readonly home: Home;
    readonly actions: Actions;
    readonly firstTab?: Tab;
}

interface State {
    readonly tab: Tab;
    readonly now: number;
}

/** The tabs this phone has; none before it has joined. */
function tabsOf({ me, joining, connection }: Home): readonly Tab[] {
    if (!me || joining || connection === 'elsewhere') {
        return [];
    }
    return me.role === 'guest' ? ['doors', 'settings'] : ['doors', 'history', 'settings'];
}

const Stranger = ({ useLink }: Actions): JSX.Element => (
    <>
        <h2>{words.stranger.title}</h2>
        <p class="lead">{words.stranger.advice}</p>
        <LinkForm useLink={useLink} />
    </>
);

const Elsewhere = ({ takeOver }: Actions): JSX.Element => (
    <>
        <h2>{words.elsewhere.title}</h2>
        <p class="lead">{words.elsewhere.advice}</p>
        <button type="button" class="wide" onClick={takeOver}>
            {words.takeOver}
        </button>
    </>
);

function Outside({ home, actions, waited }: Props & { waited: number }): JSX.Element {
    const { connection, joining } = home;
    return (
        <section class="card page" aria-live="polite">
            {connection === 'elsewhere' ? (
                <Elsewhere {...actions} />
            ) : joining ? (
                <JoiningScreen joining={joining} home={home} actions={actions} />
            ) : home.organisation ? (
                <Stranger {...actions} />
            ) : (
                <h2 class="waiting">{waited < PATIENCE ? words.join.working : words.offline}</h2>
            )}
        </section>
    );
}

const Doors = ({ home, me, now, ask }: { home: Home; me: Me; now: number; ask: Actions['ask'] }): JSX.Element => (
    <>
        {home.connection === 'refused' && <NoticeBox {...words.refused} />}
        <div class="doors">
            {home.doors.map((door) => (
                <DoorCard key={door.name} door={door} me={me} connection={home.connection} now={now} ask={ask} />
            ))}
        </div>
    </>
);

export class App extends Component<Props, State> {
    override state: State = { tab: this.props.firstTab ?? 'doors', now: Date.now() };
    #timer = 0;
    readonly #opened = Date.now();

    override componentWillMount(): void {
        speakFirst();
    }

    override componentDidMount(): void {
        this.#timer = window.setInterval(() => this.setState({ now: Date.now() }), TICK);
    }

    override componentWillUnmount(): void {
        clearInterval(this.#timer);
    }

    readonly #speak = (tag: Tag): void => {
        choose(tag);
        this.forceUpdate();
    };

    #inside(tab: Tab, me: Me): JSX.Element {
        const { home, actions } = this.props;
        const { now } = this.state;
        switch (tab) {
            case 'doors':
                return <Doors home={home} me={me} now={now} ask={actions.ask} />;
            case 'history':
                return <HistoryScreen home={home} now={now} />;
            case 'settings':
                return <SettingsScreen me={me} speak={this.#speak} forget={actions.forget} />;
        }
    }

    override render({ home, actions }: Props, { tab, now }: State): JSX.Element {
        const tabs = tabsOf(home);
        const title = home.organisation || 'Portcullis';
        document.title = title;
        return (
            <>
                <header class="top">
                    <h1>{title}</h1>
                    {tabs.length > 0 && home.connection && home.connection !== 'elsewhere' && (
                        <p class={`connection ${home.connection}`} role="status">
                            {words.connection[home.connection]}
                        </p>
                    )}
                </header>
                <main>
                    {home.me && tabs.length > 0 ? this.#inside(tab, home.me) : <Outside home={home} actions={actions} waited={now - this.#opened} />}
                </main>
                {tabs.length > 0 && (
                    <nav>
                        {tabs.map((each) => (
                            <button
                                key={each}
                                type="button"
                                aria-current={each === tab ? 'page' : undefined}
                                onClick={() => this.setState({ tab: each })}
                            >
                                {words.tabs[each]}
                            </button>
                        ))}
                    </nav>
                )}
            </>
        );
    }
}
