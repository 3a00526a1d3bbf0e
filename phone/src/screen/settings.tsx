import { Component, type JSX } from 'preact';

import type { Me } from '../model';
import { languages, type Tag, tag, words } from './language';
import { limitsText } from './limits';

interface Props {
    readonly me: Me;
    readonly speak: (tag: Tag) => void;
    readonly forget: () => void;
}

export class SettingsScreen extends Component<Props, { asked: boolean }> {
    readonly #asked = (asked: boolean): void => this.setState({ asked });

    #forgetting(): JSX.Element {
        const { settings } = words;
        if (!this.state.asked) {
            return (
                <button type="button" class="wide second" onClick={() => this.#asked(true)}>
                    {settings.forget}
                </button>
            );
        }
        return (
            <div class="asked" role="alertdialog" aria-label={settings.forget} aria-describedby="why">
                <p id="why">
                    {settings.forgetWhy} {this.props.me.key === 'passkey' && settings.forgetPasskey}
                </p>
                <div class="row">
                    <button type="button" class="small stop" onClick={this.props.forget}>
                        {settings.forgetYes}
                    </button>
                    <button type="button" class="small" ref={(button) => button?.focus()} onClick={() => this.#asked(false)}>
                        {settings.forgetNo}
                    </button>
                </div>
            </div>
        );
    }

    override render({ me, speak }: Props): JSX.Element {
        const { settings } = words;
        const limits = limitsText(me.limits);
        return (
            <section class="card page">
                <h2>{words.tabs.settings}</h2>
                <dl>
                    <dt>{settings.who}</dt>
                    <dd>{words.join.you(me.user, words.roles[me.role])}</dd>
                    <dt>{settings.key}</dt>
                    <dd>{settings.keys[me.key]}</dd>
                    {limits && <dt>{settings.limits}</dt>}
                    {limits && <dd>{limits}</dd>}
                    <dt>{settings.language}</dt>
                    <dd class="row">
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
                    </dd>
                </dl>
                {this.#forgetting()}
            </section>
        );
    }
}
