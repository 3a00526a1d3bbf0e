// A button that wants to be held: opening is never a slip of the thumb. Enter and Space are held in the
// same way; where an aid to the blind presses it, it asks once more.
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import { useWords } from './language';

export const HOLD = 700;
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
    readonly children?: ComponentChildren;
}

// Safari counts the end of a touch as a gesture, not its beginning: then it begins when let go.
const gestureCounts = (): boolean => navigator.userActivation?.isActive ?? false;

interface Hold {
    readonly phase: Phase;
    readonly press: () => void;
    readonly letGo: () => void;
    readonly leave: () => void;
    readonly click: () => void;
}

function useHold(asksPerson: boolean, onHeld: () => void): Hold {
    const [phase, setPhase] = useState<Phase>('idle');
    const timer = useRef(0);
    const now = useRef<Phase>('idle');
    const enter = (next: Phase, after?: () => void, wait = 0): void => {
        clearTimeout(timer.current);
        now.current = next;
        setPhase(next);
        if (after) {
            timer.current = window.setTimeout(after, wait);
        }
    };
    const idle = (): void => enter('idle');
    const act = (): void => {
        idle();
        onHeld();
    };
    const full = (): void => (asksPerson && !gestureCounts() ? enter('full') : act());
    useEffect(() => () => clearTimeout(timer.current), []);
    return {
        phase,
        press: () => enter('holding', full, HOLD),
        letGo: () => {
            if (now.current === 'full') {
                act();
            } else if (now.current === 'holding') {
                enter('hint', idle, HINT);
            }
        },
        leave: () => {
            if (now.current === 'holding' || now.current === 'full') {
                idle();
            }
        },
        click: () => (now.current === 'armed' ? act() : enter('armed', idle, ARMED)),
    };
}

const isKey = (event: KeyboardEvent): boolean => event.key === 'Enter' || event.key === ' ';

export function HoldButton(props: Props): JSX.Element {
    const words = useWords();
    const hold = useHold(props.asksPerson, props.onHeld);
    const pointed = useRef(false);
    const said: Partial<Record<Phase, string>> = { full: words.letGo, armed: words.again };
    const onKey = (event: KeyboardEvent, then: () => void): void => {
        if (isKey(event)) {
            event.preventDefault();
            if (!event.repeat) {
                then();
            }
        }
    };
    return (
        <>
            <button
                type="button"
                class={`${props.class} hold ${hold.phase}`}
                disabled={props.disabled}
                onPointerDown={(event) => {
                    pointed.current = true;
                    if (event.button === 0) {
                        hold.press();
                    }
                }}
                onPointerUp={hold.letGo}
                onPointerLeave={hold.leave}
                onPointerCancel={hold.leave}
                onContextMenu={(event) => event.preventDefault()}
                onKeyDown={(event) => onKey(event, hold.press)}
                onKeyUp={(event) => onKey(event, hold.letGo)}
                onBlur={hold.leave}
                onClick={() => {
                    if (!pointed.current) {
                        hold.click();
                    }
                    pointed.current = false;
                }}
            >
                {props.children}
                <span>{said[hold.phase] ?? props.label}</span>
            </button>
            <span class="hint" role="status">
                {hold.phase === 'hint' ? words.hold : ''}
            </span>
        </>
    );
}
