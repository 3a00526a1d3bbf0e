// How a phone becomes one of the family: the passkey first, the weaker key shown as weaker, and twelve
// digits that two people compare.
import type { JSX } from 'preact';

import type { Actions, Joining } from '../model';
import { locale, words } from './language';

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
    const until = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
    return (
        <>
            <h2>{words.join.title}</h2>
            <p class="lead">{words.join.you(at.user, words.roles[at.role])}</p>
            {at.expires !== 0 && <p class="quiet">{words.join.until(until.format(at.expires))}</p>}
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

export function JoiningScreen({ joining, actions }: { joining: Joining; actions: Actions }): JSX.Element {
    switch (joining.step) {
        case 'choose':
            return <Choose at={joining} actions={actions} />;
        case 'working':
            return <h2 class="waiting">{words.join.working}</h2>;
        case 'compare':
            return (
                <>
                    <h2 class="waiting">{words.join.compare}</h2>
                    <p class="digits">{joining.digits.replace(/(.{4})(?=.)/g, '$1 ')}</p>
                    <p>{words.join.compareWhy}</p>
                </>
            );
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
