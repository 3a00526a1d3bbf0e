// What can be asked of a door: one big button, the small ones beside it, and the rest behind "More".
import type { JSX } from 'preact';

import type { Action, Actions, DoorView, Me } from '../model';
import { useNow } from './clock';
import { offer, secondsLeft } from './door_facts';
import { HoldButton } from './hold_button';
import { useWords } from './language';

// Air for the garage, too narrow for a person.
const VENT = 10;

interface Props {
    readonly door: DoorView;
    readonly fresh: boolean;
    readonly me: Me;
    readonly online: boolean;
    readonly ask: Actions['ask'];
}

function Ring(): JSX.Element {
    return (
        <svg class="ring" viewBox="0 0 100 100" aria-hidden="true">
            <circle class="track" cx="50" cy="50" r="46" />
            <circle class="fill" cx="50" cy="50" r="46" pathLength="100" />
        </svg>
    );
}

function Cancel({ door, disabled, onClick }: { door: DoorView; disabled: boolean; onClick: () => void }): JSX.Element {
    const words = useWords();
    const left = secondsLeft(door, useNow(100));
    const share = left === null ? 1 : left / door.warning;
    return (
        <button type="button" class="primary cancel" disabled={disabled} onClick={onClick}>
            <svg class="ring" viewBox="0 0 100 100" aria-hidden="true">
                <circle class="track" cx="50" cy="50" r="46" />
                <circle class="left" cx="50" cy="50" r="46" pathLength="100" style={{ '--share': 100 * share }} />
            </svg>
            <b aria-hidden="true">{left ?? ''}</b>
            <span>{words.cancel}</span>
        </button>
    );
}

function Primary({ door, fresh, me, online, ask }: Props): JSX.Element {
    const words = useWords();
    const { primary } = offer(door, fresh);
    const disabled = !online || !door.known;
    if (primary === 'cancel') {
        return <Cancel door={door} disabled={disabled} onClick={() => ask(door.name, 'stop')} />;
    }
    if (primary === 'open') {
        return (
            <HoldButton
                class="primary"
                label={words.holdToOpen}
                disabled={disabled}
                asksPerson={me.key === 'passkey'}
                onHeld={() => ask(door.name, 'open')}
            >
                <Ring />
            </HoldButton>
        );
    }
    return (
        <button type="button" class={`primary ${primary}`} disabled={disabled} onClick={() => ask(door.name, primary)}>
            <Ring />
            <span>{words.actions[primary]}</span>
        </button>
    );
}

function Other({ action, ...props }: Props & { action: Action }): JSX.Element {
    const words = useWords();
    const { door, me, online, ask } = props;
    const disabled = !online || !door.known;
    if (action === 'open' || action === 'vent') {
        return (
            <HoldButton
                class="small"
                label={words.actions[action]}
                disabled={disabled}
                asksPerson={me.key === 'passkey'}
                onHeld={() => (action === 'vent' ? ask(door.name, action, VENT) : ask(door.name, action))}
            />
        );
    }
    const off = action === 'lock' && door.vacation;
    const press = (): void => (action === 'lock' ? ask(door.name, action, off ? 0 : 1) : ask(door.name, action));
    return (
        <button type="button" class={`small ${action}`} disabled={disabled} onClick={press}>
            {off ? words.lockOff : words.actions[action]}
        </button>
    );
}

export function Controls(props: Props): JSX.Element {
    const words = useWords();
    const { others } = offer(props.door, props.fresh);
    const more: readonly Action[] = props.me.role === 'owner' ? ['vent', 'identify', 'lock'] : ['vent', 'identify'];
    return (
        <div class="controls">
            <Primary {...props} />
            <div class="others">
                {others.map((action) => (
                    <Other key={action} action={action} {...props} />
                ))}
            </div>
            <details>
                <summary>{words.more}</summary>
                <div class="others">
                    {more.map((action) => (
                        <Other key={action} action={action} {...props} />
                    ))}
                </div>
            </details>
        </div>
    );
}
