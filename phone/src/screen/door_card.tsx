// One door: its name, its state in words with age and ground, the picture, what is wrong, what became of
// the last wish, and the buttons.
import { Component, type JSX } from 'preact';

import type { Actions, Connection, DoorView, Me, Wish } from '../model';
import { ago, type Flag, refusal, span } from '../words/words';
import { Controls } from './controls';
import { type Aged, aged, drawn, secondsLeft, worthTelling } from './door_facts';
import { DoorPicture } from './door_picture';
import { words } from './language';
import { NoticeBox } from './notice';

interface Props {
    readonly door: DoorView;
    readonly me: Me;
    readonly connection: Connection | null;
    readonly now: number;
    readonly ask: Actions['ask'];
}

const DAY = 86_400;

const FLAGS: readonly Flag[] = ['lockedOut', 'fault', 'obstructed', 'vacation'];

// What seems to be days old may be a clock that is wrong.
const agoText = (age: number): string => (age < DAY ? ago(words, age) : words.byThisClock(ago(words, age)));

function groundText(door: DoorView, { fresh, age }: Aged): string {
    if (!door.known) {
        return words.notHeard;
    }
    if (age === null) {
        return words.ageless;
    }
    if (!fresh) {
        return age < 0 ? words.ahead(span(words, -age)) : words.unproven(agoText(age));
    }
    const heard = ago(words, Math.max(age, 0));
    if (door.state === 'unknown') {
        return words.heard(heard);
    }
    return door.proven ? words.proven(heard) : words.inferred(heard);
}

function detailText(door: DoorView, { fresh }: Aged, now: number): string {
    if (fresh && door.state === 'warning') {
        const left = secondsLeft(door, now);
        return left ? words.closesIn(left) : words.closesNow;
    }
    const between = door.position !== null && door.position > 0 && door.position < 100;
    return between ? words.percent(door.position) : '';
}

function wishText(wish: Wish, door: DoorView): string {
    if (wish.stage === 'refused') {
        return refusal(words, wish.result, wish.action, door);
    }
    if (wish.stage === 'ended') {
        return wish.end ? words.ends[wish.end] : '';
    }
    return wish.stage === 'taken' ? words.results[wish.result ?? 'ok'] : words.stages[wish.stage];
}

export class DoorCard extends Component<Props> {
    // Since when this very snapshot is known.
    #door: DoorView = this.props.door;
    #heard = this.props.now;

    override shouldComponentUpdate({ door, now }: Props): boolean {
        if (door !== this.#door) {
            this.#door = door;
            this.#heard = now;
        }
        return true;
    }

    override render({ door, me, connection, now, ask }: Props): JSX.Element {
        const seen = aged(door, now - this.#heard);
        const wish = worthTelling(door.wish, now) ? door.wish : null;
        const doubt = door.known && !seen.fresh && `, ${words.doubt}`;
        const id = `door-${door.name}`;
        const kind = `${door.state} ${seen.fresh ? 'fresh' : 'stale'} ${door.proven ? 'proven' : ''}`;
        return (
            <article class={`card door ${kind}`} aria-labelledby={id}>
                <header>
                    <h2 id={id}>{door.name}</h2>
                    <p class="state" role="status">
                        {words.states[door.known ? door.state : 'unknown']}
                        {doubt && <span class="spoken">{doubt}</span>}
                    </p>
                    <p class="ground">{groundText(door, seen)}</p>
                    <p class="detail">{detailText(door, seen, now)}</p>
                </header>
                <DoorPicture position={door.known ? drawn(door) : null} />
                {door.refused && <NoticeBox {...words.refused} />}
                {FLAGS.map((flag) => door[flag] && <NoticeBox key={flag} {...words.notices[flag]} doubt={doubt} />)}
                <p class={`wish ${wish?.stage ?? ''}`} role="status">
                    {wish ? wishText(wish, door) : connection === 'offline' && words.offline}
                </p>
                <Controls door={door} fresh={seen.fresh} me={me} online={connection === 'online' && !door.refused} now={now} ask={ask} />
            </article>
        );
    }
}
