// One door: its name, its state in words with age and ground, the picture, what is wrong, what became of
// the last wish, and the buttons.
import type { JSX } from 'preact';

import type { Actions, Connection, DoorView, Me, Wish } from '../model';
import { type Flag, refusal, type Words } from '../words/words';
import { useNow, useSince } from './clock';
import { Controls } from './controls';
import { type Aged, aged, drawn, secondsLeft, worthTelling } from './door_facts';
import { DoorPicture } from './door_picture';
import { useWords } from './language';
import { NoticeBox } from './notice';

interface Props {
    readonly door: DoorView;
    readonly me: Me;
    readonly connection: Connection;
    readonly ask: Actions['ask'];
}

const DAY = 86_400;

const FLAGS: readonly Flag[] = ['lockedOut', 'fault', 'obstructed', 'vacation'];

// What seems to be days old may be a clock that is wrong.
function agoText(words: Words, age: number): string {
    return age < DAY ? words.ago(age) : words.byThisClock(words.ago(age));
}

function groundText(words: Words, door: DoorView, { fresh, age }: Aged): string {
    if (!door.known) {
        return words.notHeard;
    }
    if (age === null) {
        return words.ageless;
    }
    if (!fresh) {
        return age < 0 ? words.ahead(words.span(-age)) : words.unproven(agoText(words, age));
    }
    const ago = words.ago(Math.max(age, 0));
    if (door.state === 'unknown') {
        return words.heard(ago);
    }
    return door.proven ? words.proven(ago) : words.inferred(ago);
}

function detailText(words: Words, door: DoorView, now: number): string {
    if (door.state === 'warning') {
        const left = secondsLeft(door, now);
        return left ? words.closesIn(left) : words.closesNow;
    }
    const between = door.position !== null && door.position > 0 && door.position < 100;
    return between ? words.percent(door.position) : '';
}

function wishText(words: Words, wish: Wish, door: DoorView): string {
    if (wish.stage === 'refused') {
        return refusal(words, wish.result, wish.action, door);
    }
    if (wish.stage === 'ended') {
        return wish.end ? words.ends[wish.end] : '';
    }
    return wish.result === 'already' ? words.results.already : words.stages[wish.stage];
}

function WishLine({ door, offline }: { door: DoorView; offline: boolean }): JSX.Element {
    const words = useWords();
    const now = useNow(1000);
    const { wish } = door;
    const since = useSince(`${wish?.action} ${wish?.stage} ${wish?.result} ${wish?.end}`);
    const told = wish && worthTelling(wish, now - since) ? wish : null;
    return (
        <p class={`wish ${told?.stage ?? ''}`} role="status">
            {told ? wishText(words, told, door) : offline && words.offline}
        </p>
    );
}

export function DoorCard({ door, me, connection, ask }: Props): JSX.Element {
    const words = useWords();
    const now = useNow(500);
    const since = useSince(door);
    const seen = aged(door, now - since);
    const id = `door-${door.name}`;
    return (
        <article class={`card door ${door.state} ${seen.fresh ? 'fresh' : 'stale'} ${door.proven ? 'proven' : ''}`} aria-labelledby={id}>
            <header>
                <h2 id={id}>{door.name}</h2>
                <p class="state" role="status">
                    {door.known ? words.states[door.state] : words.states.unknown}
                </p>
                <p class="ground">
                    {groundText(words, door, seen)}
                </p>
                <p class="detail">{detailText(words, door, now)}</p>
            </header>
            <DoorPicture position={door.known ? drawn(door) : null} />
            <div class="notices">
                {FLAGS.filter((flag) => door[flag]).map((flag) => (
                    <NoticeBox key={flag} notice={words.notices[flag]} />
                ))}
            </div>
            <WishLine door={door} offline={connection === 'offline'} />
            <Controls door={door} fresh={seen.fresh} me={me} online={connection === 'online'} ask={ask} />
        </article>
    );
}
