// A button that wants to be held: opening is never a slip of the thumb. Enter and Space are held in the
// same way; where an aid to the blind presses it, it asks once more.
import { Component, type JSX } from 'preact';

import { words } from './language';

const HOLD = 700;
const ARMED = 8_000;
const HINT = 3_000;

type Phase = 'idle' | 'holding' | 'full' | 'hint' | 'armed';

interface Props {
    readonly class: string;
    readonly label: string;
    readonly disabled: boolean;
    /** Asks the person by a passkey, which some browsers allow only from within a gesture. */
    readonly asksPerson: boolean;
    readonly onHeld: () => void;
}

// Safari counts the end of a touch as a gesture, not its beginning: then it begins when let go.
const gestureCounts = (): boolean => navigator.userActivation?.isActive ?? false;

const isKey = ({ key }: KeyboardEvent): boolean => key === 'Enter' || key === ' ';

export class HoldButton extends Component<Props, { phase: Phase }> {
    override state = { phase: 'idle' as Phase };
    #phase: Phase = 'idle';
    #timer = 0;

    override componentWillUnmount(): void {
        clearTimeout(this.#timer);
    }

    #enter(phase: Phase, after?: () => void, wait = 0): void {
        clearTimeout(this.#timer);
        this.#phase = phase;
        this.setState({ phase });
        if (after) {
            this.#timer = window.setTimeout(after, wait);
        }
    }

    readonly #idle = (): void => this.#enter('idle');

    #act(): void {
        this.#idle();
        this.props.onHeld();
    }

    readonly #full = (): void => {
        if (this.props.asksPerson && !gestureCounts()) {
            this.#enter('full');
        } else {
            this.#act();
        }
    };

    readonly #press = (): void => this.#enter('holding', this.#full, HOLD);

    readonly #letGo = (): void => {
        if (this.#phase === 'full') {
            this.#act();
        } else if (this.#phase === 'holding') {
            this.#enter('hint', this.#idle, HINT);
        }
    };

    readonly #leave = (): void => {
        if (this.#phase === 'full' || this.#phase === 'holding') {
            this.#idle();
        }
    };

    #click(): void {
        if (this.#phase === 'armed') {
            this.#act();
        } else {
            this.#enter('armed', this.#idle, ARMED);
        }
    }

    #key(event: KeyboardEvent, then: () => void): void {
        if (isKey(event)) {
            event.preventDefault();
            if (!event.repeat) {
                then();
            }
        }
    }

    override render({ class: kind, label, disabled }: Props, { phase }: { phase: Phase }): JSX.Element {
        const said: Partial<Record<Phase, string>> = { hint: words.hold, full: words.letGo, armed: words.again };
        return (
            <button
                type="button"
                aria-live="polite"
                class={`${kind} hold ${phase}`}
                disabled={disabled}
                onPointerDown={(event) => event.button === 0 && this.#press()}
                onPointerUp={this.#letGo}
                onPointerLeave={this.#leave}
                onPointerCancel={this.#leave}
                onContextMenu={(event) => event.preventDefault()}
                onKeyDown={(event) => this.#key(event, this.#press)}
                onKeyUp={(event) => this.#key(event, this.#letGo)}
                onBlur={this.#leave}
                // A finger's click counts itself; that of an aid does not.
                onClick={(event) => event.detail === 0 && this.#click()}
            >
                {said[phase] ?? label}
            </button>
        );
    }
}
