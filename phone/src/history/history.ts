// The doors' signed Events that reached this phone, in order, with the gaps that their numbers show.
import { same, toHex } from '../bytes/bytes';
import type { Entry } from '../model';
import type { Epoch } from '../protocol/epoch';
import { decodeEvent, type Event } from '../protocol/event';
import { endWord, resultWord, whatWord } from '../protocol/words';

const EVENTS_MOST = 1000; // of each door

/** door8 | boot | number, so that their order is that of the Events. */
export function eventName(event: Event): string {
    const number = (value: number) => value.toString(16).padStart(8, '0');
    return `${toHex(event.door8)}/${number(event.boot)}/${number(event.number)}`;
}

type Told = Pick<Epoch, 'boot' | 'event'>;

type Mark = Pick<Event, 'boot' | 'number'>;

// A boot goes on after the last number that was journalled, and has no gap in itself.
function missingBetween(before: Mark | undefined, event: Event): number {
    return before ? Math.max(0, event.number - before.number - 1) : 0;
}

function resultOf(event: Event): Pick<Entry, 'result'> {
    const result = resultWord(event.result) ?? endWord(event.result);
    return result ? { result } : {};
}

export interface Readers {
    /** Of a door's key; null: no name for it. */
    who(door8: Uint8Array, key8: Uint8Array): string | null;
    door(door8: Uint8Array): string | null;
    readonly ownKey8s: readonly Uint8Array[];
}

export class History {
    readonly #events = new Map<string, Event>();
    readonly #begun = new Map<string, Mark>();

    /** From there on this phone has listened, so what comes to be missing was withheld; false: it is known. */
    begin(epoch: Told & Pick<Epoch, 'door8'>): boolean {
        const door = toHex(epoch.door8);
        const first = !this.#begun.has(door);
        if (first) {
            this.#begun.set(door, { boot: epoch.boot, number: epoch.event });
        }
        return first;
    }

    /** Verified before; false: it is known, or none. */
    add(message: Uint8Array): boolean {
        const event = decodeEvent(message);
        if (!event || this.#events.has(eventName(event))) {
            return false;
        }
        this.#events.set(eventName(event), event);
        return true;
    }

    /** Forgets the oldest of a door that has too many, and gives their names. */
    trim(door8: Uint8Array): string[] {
        const names = this.#namesOf(door8);
        const dropped = names.slice(0, Math.max(0, names.length - EVENTS_MOST));
        dropped.forEach((name) => this.#events.delete(name));
        return dropped;
    }

    /** So many Events the door has told of, after the newest that is here. */
    unheard(door8: Uint8Array, told: Told): number {
        const newest = this.#events.get(this.#namesOf(door8).at(-1) ?? '');
        const after = [newest, this.#begun.get(toHex(door8))].flatMap((mark) =>
            mark && told.boot >= mark.boot ? [told.event - mark.number] : [],
        );
        return after.length > 0 ? Math.max(0, Math.min(...after)) : 0;
    }

    /** Newest first: by the door's clock where it has one, else by its numbers. */
    entries(readers: Readers): Entry[] {
        const names = [...this.#events.keys()].sort();
        const entries = names.flatMap((name, at) => {
            const event = this.#events.get(name)!;
            const before = this.#events.get(names[at - 1] ?? '');
            const door = readers.door(event.door8);
            const own = readers.ownKey8s.some((key8) => same(key8, event.key8));
            const ofSame = before && same(before.door8, event.door8) ? before : this.#begunAt(event.door8);
            const entry: Entry | null = door === null ? null : {
                door,
                boot: event.boot,
                number: event.number,
                when: event.unixSeconds > 0 ? event.unixSeconds * 1000 : null,
                what: whatWord(event.what),
                who: readers.who(event.door8, event.key8),
                own,
                ...resultOf(event),
                missingBefore: missingBetween(ofSame, event),
            };
            return entry ? [entry] : [];
        });
        return interleaved(entries);
    }

    // Where the oldest were forgotten, it is no longer known.
    #begunAt(door8: Uint8Array): Mark | undefined {
        return this.#namesOf(door8).length < EVENTS_MOST ? this.#begun.get(toHex(door8)) : undefined;
    }

    #namesOf(door8: Uint8Array): string[] {
        const begin = `${toHex(door8)}/`;
        return [...this.#events.keys()].filter((name) => name.startsWith(begin)).sort();
    }
}

// Of one door the numbers rule; between doors the clocks. An Event without a clock stands with the one
// before it.
function interleaved(entries: readonly Entry[]): Entry[] {
    const latest = new Map<string, number>();
    const timed = entries.map((entry) => {
        const when = Math.max(entry.when ?? 0, latest.get(entry.door) ?? 0);
        latest.set(entry.door, when);
        return { entry, when };
    });
    return timed
        .map((each, at) => ({ ...each, at }))
        .sort((left, right) => right.when - left.when || right.at - left.at)
        .map(({ entry }) => entry);
}
