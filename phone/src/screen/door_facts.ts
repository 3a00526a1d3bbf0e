// What follows from a snapshot of a door as time goes by: no clock of its own, no words, no elements.
import { type Action, type DoorView, FRESH_SECONDS, type Wish } from '../model';

// How long the outcome of a wish is worth reading.
const WISH_SHOWN = 60_000;

export interface Aged {
    readonly fresh: boolean;
    /** Seconds; below 0 where the door's clock is before this one. */
    readonly age: number | null;
}

/** `waited`: milliseconds since the snapshot was heard. */
export function aged(door: DoorView, waited: number): Aged {
    const age = door.age === null ? null : Math.round(door.age + Math.max(waited, 0) / 1000);
    return { fresh: door.fresh && age !== null && age <= FRESH_SECONDS, age };
}

/** Where to draw the leaf, 0 to 100; null: nobody knows, so nothing is drawn. */
export function drawn(door: DoorView): number | null {
    if (door.position !== null) {
        return door.position;
    }
    if (door.state === 'closed') {
        return 0;
    }
    return door.state === 'open' && door.proven ? 100 : null;
}

export type Primary = 'open' | 'close' | 'stop' | 'cancel';

export interface Offer {
    readonly primary: Primary;
    readonly others: readonly Action[];
}

/** The big button and the small ones. Stop is always among them. */
export function offer(door: DoorView, fresh: boolean): Offer {
    if (fresh && door.state === 'warning') {
        return { primary: 'cancel', others: [] };
    }
    if (door.state === 'opening' || door.state === 'closing') {
        return { primary: 'stop', others: [door.state === 'opening' ? 'close' : 'open'] };
    }
    if (fresh && door.state === 'closed') {
        return { primary: 'open', others: ['stop'] };
    }
    if (fresh && door.state === 'open') {
        return { primary: 'close', others: ['stop'] };
    }
    return { primary: 'open', others: ['close', 'stop'] };
}

/** Whole seconds that are left of the warning; null: not known. */
export function secondsLeft(door: DoorView, now: number): number | null {
    if (door.warningSince === null) {
        return null;
    }
    const left = door.warning - (now - door.warningSince) / 1000;
    return Math.min(Math.max(Math.ceil(left), 0), door.warning);
}

export function worthTelling(wish: Wish | null, now: number): boolean {
    return wish !== null && (now - wish.at < WISH_SHOWN || wish.stage === 'asking');
}
