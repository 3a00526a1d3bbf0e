import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { Me } from '../model';
import { languages, type Tag, useSpeech, useWords } from './language';

function Forget({ forget }: { forget: () => void }): JSX.Element {
    const words = useWords();
    const [asked, setAsked] = useState(false);
    if (!asked) {
        return (
            <button type="button" class="wide second" onClick={() => setAsked(true)}>
                {words.settings.forget}
            </button>
        );
    }
    return (
        <div class="asked" role="alertdialog" aria-label={words.settings.forget} aria-describedby="forget-why">
            <p id="forget-why">{words.settings.forgetWhy}</p>
            <div class="others">
                <button type="button" class="small danger" onClick={forget}>
                    {words.settings.forgetYes}
                </button>
                <button type="button" class="small" onClick={() => setAsked(false)}>
                    {words.settings.forgetNo}
                </button>
            </div>
        </div>
    );
}

interface Props {
    readonly me: Me;
    readonly speak: (tag: Tag) => void;
    readonly forget: () => void;
}

export function SettingsScreen({ me, speak, forget }: Props): JSX.Element {
    const { tag, words } = useSpeech();
    return (
        <section class="card settings">
            <h2>{words.tabs.settings}</h2>
            <dl>
                <dt>{words.settings.who}</dt>
                <dd>{me.user}</dd>
                <dt>{words.settings.role}</dt>
                <dd>{words.roles[me.role]}</dd>
                <dt>{words.settings.key}</dt>
                <dd>{words.settings.keys[me.key]}</dd>
            </dl>
            <fieldset>
                <legend>{words.settings.language}</legend>
                <div class="others">
                    {(Object.keys(languages) as Tag[]).map((choice) => (
                        <button
                            key={choice}
                            type="button"
                            class="small"
                            lang={choice}
                            aria-pressed={choice === tag}
                            onClick={() => speak(choice)}
                        >
                            {languages[choice].language}
                        </button>
                    ))}
                </div>
            </fieldset>
            <Forget forget={forget} />
        </section>
    );
}
