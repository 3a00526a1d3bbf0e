// How a phone becomes one of the family: the passkey first, the weaker key shown as weaker, and twelve
// digits that two people compare.
import type { JSX } from 'preact';

import type { Actions, Home, Joining } from '../model';
import { words } from './language';
import { limitsText, untilText } from './limits';

type Step<S extends Joining['step']> = Extract<Joining, { step: S }>;

export const LinkForm = ({ useLink }: { useLink: Actions['useLink'] }): JSX.Element => (
    <form
        onSubmit={(event) => {
            event.preventDefault();
            useLink(new FormData(event.currentTarget).get('link')?.toString().trim() ?? '');
        }}
    >
        <label>
            {words.join.paste}
            <input name="link" autocomplete="off" required />
        </label>
        <button class="wide">{words.join.useLink}</button>
    </form>
);

function Choose({ at, actions }: { at: Step<'choose'>; actions: Actions }): JSX.Element {
    const { join, dismiss } = actions;
    return (
        <>
            <h2>{words.join.title}</h2>
            <p class="lead">{words.join.you(at.user, words.roles[at.role])}</p>
            <p>{limitsText(at.limits)}</p>
            {at.expires !== 0 && <p class="quiet">{untilText(at.expires)}</p>}
            {at.passkey && (
                <button type="button" class="wide" aria-describedby="passkey" onClick={() => join('passkey')}>
                    {words.join.passkey}
                </button>
            )}
            <p id="passkey">{at.passkey ? words.join.passkeyWhy : words.join.noPasskey}</p>
            <button type="button" class="wide second" aria-describedby="raw" onClick={() => join('raw')}>
                {words.join.raw} <small class="badge">{words.join.weaker}</small>
            </button>
            <p id="raw">{words.join.rawWhy}</p>
            {at.replaces && <p class="notice">{words.join.replaces(at.replaces)}</p>}
            <button type="button" class="wide second" onClick={dismiss}>
                {words.join.notNow}
            </button>
        </>
    );
}

const Joined = ({ home, actions }: { home: Home; actions: Actions }): JSX.Element => {
    const waiting = home.doors.filter(({ ready }) => !ready).map(({ name }) => name);
    return (
        <>
            <h2>{waiting.length > 0 ? words.join.waiting(waiting.join(', ')) : words.join.joined}</h2>
            {home.me && <p>{limitsText(home.me.limits)}</p>}
            <button type="button" class="wide" onClick={actions.dismiss}>
                {words.tabs.doors}
            </button>
        </>
    );
};

interface Props {
    readonly joining: Joining;
    readonly home: Home;
    readonly actions: Actions;
}

export function JoiningScreen({ joining, home, actions }: Props): JSX.Element {
    switch (joining.step) {
        case 'choose':
            return <Choose at={joining} actions={actions} />;
        case 'working':
            return <h2 class="waiting">{words.join.working}</h2>;
        case 'compare':
            return (
                <>
                    <h2 class="waiting">{words.join.compare}</h2>
                    <p class="digits">{joining.digits.replace(/.{4}/g, '$& ').replace(/\d/g, '$&\u200a')}</p>
                    <p>{words.join.compareWhy}</p>
                    <button type="button" class="wide second" onClick={actions.dismiss}>
                        {words.join.notNow}
                    </button>
                </>
            );
        case 'joined':
            return <Joined home={home} actions={actions} />;
        case 'failed':
            return (
                <>
                    <h2>{words.join.failed}</h2>
                    <p class="lead">{words.join.why[joining.why]}</p>
                    <button type="button" class="wide second" onClick={actions.dismiss}>
                        {words.join.another}
                    </button>
                </>
            );
    }
}
