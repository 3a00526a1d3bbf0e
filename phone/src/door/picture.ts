// What is known of a door from its newest Epoch, and how fresh that is by this phone's clock.
import { FRESH_SECONDS, type DoorView } from '../model';
import type { Epoch } from '../protocol/epoch';
import {
    FLAG_FAULT,
    FLAG_LOCK_OUT,
    FLAG_OBSTRUCTED,
    FLAG_VACATION,
    POSITION_UNKNOWN,
    stateWord,
} from '../protocol/words';

type Picture = Omit<DoorView, 'name' | 'warning' | 'warningSince' | 'wish' | 'ready' | 'refused' | 'unheard'>;

const nothingKnown: Picture = {
    known: false,
    fresh: false,
    age: null,
    state: 'unknown',
    position: null,
    proven: false,
    obstructed: false,
    fault: false,
    vacation: false,
    lockedOut: false,
};

/** `now` in milliseconds since 1970. */
export function pictureOf(epoch: Epoch | null, now: number): Picture {
    if (!epoch) {
        return nothingKnown;
    }
    const state = stateWord(epoch.state);
    const hasClock = epoch.unixSeconds !== 0;
    const age = Math.floor(now / 1000) - epoch.unixSeconds;
    return {
        known: true,
        // A signature alone makes nothing fresh: a broker can replay a whole day.
        fresh: hasClock && Math.abs(age) <= FRESH_SECONDS,
        age: hasClock ? age : null,
        state,
        position: epoch.position === POSITION_UNKNOWN ? null : epoch.position,
        // 0 and 100 are told only when they are proven.
        proven:
            state === 'open' ||
            state === 'closed' ||
            epoch.position === 0 ||
            epoch.position === 100,
        obstructed: (epoch.flags & FLAG_OBSTRUCTED) !== 0,
        fault: (epoch.flags & FLAG_FAULT) !== 0,
        vacation: (epoch.flags & FLAG_VACATION) !== 0,
        lockedOut: (epoch.flags & FLAG_LOCK_OUT) !== 0,
    };
}
