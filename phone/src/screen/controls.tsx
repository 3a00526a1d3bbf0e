// What can be asked of a door: one big button, the small ones beside it, and the rest behind "More".
import { Component, type JSX } from 'preact';

import type { Action, Actions, DoorView, Me } from '../model';
import { offer, secondsLeft } from './door_facts';
import { HoldButton } from './hold_button';
import { words } from './language';

// Air for the garage, too narrow for a person.
const VENT = 10;

interface Props {
    readonly door: DoorView;
    readonly fresh: boolean;
    readonly me: Me;
    readonly online: boolean;
    readonly now: number;
    readonly ask: Actions['ask'];
}

function Button({ action, big, ...props }: Props & { action: Action; big?: boolean }): JSX.Element {
    const { door, me, ask } = props;
    const kind = `${big ? 'primary' : 'small'} ${action}`;
    const disabled = !props.online || !door.known;
    const off = action === 'lock' && door.vacation;
    const argument = action === 'vent' ? VENT : action === 'lock' && !off ? 1 : 0;
    const press = (): void => ask(door.name, action, argument);
    if (action === 'open' || action === 'vent') {
        return (
            <HoldButton
                class={kind}
                label={big ? words.holdToOpen : words.actions[action]}
                disabled={disabled}
                asksPerson={me.key === 'passkey'}
                onHeld={press}
            />
        );
    }
    return (
        <button type="button" class={kind} disabled={disabled} onClick={press}>
            {off ? words.lockOff : words.actions[action]}
        </button>
    );
}

function Cancel({ door, online, now, ask }: Props): JSX.Element {
    const left = secondsLeft(door, now);
    const turn = left === null ? 1 : left / door.warning;
    return (
        <button
            type="button"
            class="primary stop"
            disabled={!online}
            style={{ '--turn': `${turn * 360}deg` }}
            onClick={() => ask(door.name, 'stop', 0)}
        >
            <b aria-hidden="true">{left}</b>
            {words.cancel}
        </button>
    );
}

const Row = ({ actions, ...props }: Props & { actions: readonly Action[] }): JSX.Element => (
    <div class="row">
        {actions.map((action) => (
            <Button key={action} action={action} {...props} />
        ))}
    </div>
);

export class Controls extends Component<Props> {
    #focused = false;

    // Whoever pressed the big button by a key has the next one, the cancel above all, under it.
    override componentDidUpdate(): void {
        if (this.#focused) {
            (this.base?.firstChild as HTMLElement).focus();
        }
    }

    override render(props: Props): JSX.Element {
        const { primary, others } = offer(props.door, props.fresh);
        this.#focused = this.base?.firstChild === document.activeElement;
        return (
            <div class="controls" role="group" aria-label={props.door.name}>
                {primary === 'cancel' ? <Cancel {...props} /> : <Button key={primary} action={primary} big {...props} />}
                <Row actions={others} {...props} />
                <details>
                    <summary>{words.more}</summary>
                    <Row actions={props.me.role === 'owner' ? ['vent', 'identify', 'lock'] : ['vent', 'identify']} {...props} />
                </details>
            </div>
        );
    }
}
