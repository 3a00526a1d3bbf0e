// One wish on its way to the door: when it is to be signed, signed again, or given up. Values in,
// values out; it keeps no clock and sends nothing.
//
// A door tells its Epoch at most once a second, so a wish that follows another at once may be signed
// over a number that has just passed: CONFLICT. Where the door's next Epoch shows the same state as the
// one that was signed over, nothing has changed that anybody decided by, and the wish is signed once
// more; where it shows another, the answer stands (docs/decisions/0007). What the person has to confirm
// is signed in the tap that asks for it, once, or not at all.
import { same } from '../bytes/bytes';
import type { Ack } from '../protocol/ack';
import type { Epoch } from '../protocol/epoch';
import { resultWord } from '../protocol/words';
import { isAtOrAfter } from './order';

const SENT_MOST = 4;
const AGAIN_AFTER = 3000; // ms without an Ack
const NEWER_WITHIN = 2500; // ms from a CONFLICT to the Epoch that explains it
const GIVE_UP_AFTER = 10_000; // ms, from when it was asked or went out

export type Step = 'wait' | 'sign' | 'conflict stands' | 'give up';

interface Sent {
    readonly epoch: Epoch;
    readonly command8: Uint8Array;
    readonly at: number;
    answered: boolean;
}

export class Pending {
    readonly #sent: Sent[] = [];
    #conflict: { readonly sequence: number; readonly at: number } | null = null;
    #repeated = false;
    #since: number;

    /**
     * `resigns`: without asking the person again, which no passkey does. `stops`: it is meant whatever the
     * door does by now.
     */
    constructor(
        private readonly resigns: boolean,
        private readonly stops: boolean,
        now: number,
    ) {
        this.#since = now;
    }

    next(epoch: Epoch | null, now: number): Step {
        const last = this.#sent.at(-1);
        if (now - this.#since >= GIVE_UP_AFTER) {
            return 'give up';
        }
        if (!epoch) {
            return this.resigns ? 'wait' : 'give up';
        }
        if (this.#sent.length === SENT_MOST) {
            return 'wait';
        }
        if (this.#conflict) {
            return this.#explained(this.#conflict, epoch, now);
        }
        if (!last) {
            return 'sign';
        }
        // Not over another state: who has changed that has changed what this was asked for.
        const meant = this.stops || epoch.state === last.epoch.state;
        const newer = meant && !same(last.epoch.value, epoch.value);
        return this.resigns && newer && now - last.at >= AGAIN_AFTER ? 'sign' : 'wait';
    }

    /** Signed, and gone. A person who was asked for it took as long as that takes. */
    wentOut(epoch: Epoch, command8: Uint8Array, now: number): void {
        if (this.#sent.length === 0 || !this.resigns) {
            this.#since = now;
        }
        this.#conflict = null;
        this.#sent.push({ epoch, command8, at: now, answered: false });
    }

    /** Acks and Events with this command8 are about this wish. */
    isMine(command8: Uint8Array): boolean {
        return this.#sent.some((sent) => same(sent.command8, command8));
    }

    /** True, once for each command: this Ack is the first to it, and no duplicate. */
    answers(command8: Uint8Array): boolean {
        const sent = this.#sent.find((each) => same(each.command8, command8));
        const first = sent !== undefined && !sent.answered;
        if (sent) {
            sent.answered = true;
        }
        return first;
    }

    /** True, once, for a CONFLICT that the door's next Epoch may explain away. */
    looksInto(ack: Ack, now: number): boolean {
        if (resultWord(ack.result) !== 'conflict' || this.#repeated || !this.resigns) {
            return false;
        }
        this.#repeated = true;
        this.#conflict = { sequence: ack.sequence, at: now };
        return true;
    }

    #explained(
        conflict: { readonly sequence: number; readonly at: number },
        epoch: Epoch,
        now: number,
    ): Step {
        if (isAtOrAfter(epoch.sequence, conflict.sequence)) {
            return epoch.state === this.#sent.at(-1)?.epoch.state ? 'sign' : 'conflict stands';
        }
        return now - conflict.at >= NEWER_WITHIN ? 'conflict stands' : 'wait';
    }
}
