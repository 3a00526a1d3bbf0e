// How a phone becomes one of the family: the passkey first, the weaker key shown as weaker, and twelve
// digits that two people compare.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { Actions, Joining } from '../model';
import { localeOf, useSpeech, useWords } from './language';

type Step<S extends Joining['step']> = Extract<Joining, { step: S }>;

export function LinkForm({ useLink }: { useLink: Actions['useLink'] }): JSX.Element {
    const words = useWords();
    const [link, setLink] = useState('');
    return (
        <form
            onSubmit={(event) => {
                event.preventDefault();
                useLink(link.trim());
            }}
        >
            <label for="link">{words.join.paste}</label>
            <input
                id="link"
                type="text"
                autocomplete="off"
                spellcheck={false}
                value={link}
                onInput={(event) => setLink(event.currentTarget.value)}
            />
            <button type="submit" class="wide" disabled={link.trim() === ''}>
                {words.join.useLink}
            </button>
        </form>
    );
}

function Choose({ at, join }: { at: Step<'choose'>; join: Actions['join'] }): JSX.Element {
    const { tag, words } = useSpeech();
    const { expires } = at;
    const until = new Intl.DateTimeFormat(localeOf(tag), { dateStyle: 'medium', timeStyle: 'short' });
    return (
        <>
            <h2>{words.join.title}</h2>
            <p class="lead">{words.join.you(at.user, words.roles[at.role])}</p>
            {expires !== 0 && <p class="quiet">{words.join.until(until.format(expires))}</p>}
            {at.passkey ? (
                <div class="choice">
                    <button type="button" class="wide" aria-describedby="passkey-why" onClick={() => join('passkey')}>
                        {words.join.passkey}
                    </button>
                    <p id="passkey-why">{words.join.passkeyWhy}</p>
                </div>
            ) : (
                <p>{words.join.noPasskey}</p>
            )}
            <div class="choice">
                <button type="button" class="wide second" aria-describedby="raw-why" onClick={() => join('raw')}>
                    {words.join.raw} <small class="badge">{words.join.weaker}</small>
                </button>
                <p id="raw-why">{words.join.rawWhy}</p>
            </div>
        </>
    );
}

function Compare({ digits }: { digits: string }): JSX.Element {
    const words = useWords();
    const groups = digits.match(/.{1,4}/g) ?? [];
    return (
        <>
            <h2>{words.join.compare}</h2>
            <p class="digits">
                {groups.map((group, i) => (
                    <span key={i}>{group} </span>
                ))}
            </p>
            <p>{words.join.compareWhy}</p>
            <div class="waiting" />
        </>
    );
}

function Failed({ at, actions }: { at: Step<'failed'>; actions: Actions }): JSX.Element {
    const words = useWords();
    return (
        <>
            <h2>{words.join.failed}</h2>
            <p class="lead">{words.join.why[at.why]}</p>
            <button type="button" class="wide second" onClick={actions.dismiss}>
                {words.join.another}
            </button>
        </>
    );
}

export function JoiningScreen({ joining, actions }: { joining: Joining; actions: Actions }): JSX.Element {
    const words = useWords();
    switch (joining.step) {
        case 'choose':
            return <Choose at={joining} join={actions.join} />;
        case 'working':
            return (
                <>
                    <h2>{words.join.working}</h2>
                    <div class="waiting" />
                </>
            );
        case 'compare':
            return <Compare digits={joining.digits} />;
        case 'joined':
            return (
                <>
                    <h2>{words.join.joined}</h2>
                    <button type="button" class="wide" onClick={actions.dismiss}>
                        {words.tabs.doors}
                    </button>
                </>
            );
        case 'failed':
            return <Failed at={joining} actions={actions} />;
    }
}
