// One door, as this phone knows it. Whatever comes from the broker and is not the door's own signed
// word is dropped.
import { same } from '../bytes/bytes';
import type { Action, DoorView } from '../model';
import { holds, importPoint } from '../keys/p256';
import { decodeAck } from '../protocol/ack';
import { decodeEpoch, type Epoch } from '../protocol/epoch';
import { decodeEvent } from '../protocol/event';
import type { DoorFile } from '../protocol/files';
import { key8Of } from '../protocol/key8';
import { decodeRoster, rosterHash8, type Roster } from '../protocol/roster';
import { stateWord } from '../protocol/words';
import { isLater } from './order';
import { pictureOf } from './picture';
import { Pursuit } from './pursuit';
import type { Signer } from './signer';

// Messages that wait to be judged; a broker can send more than anybody can verify.
const WAITING_MOST = 32;

export interface DoorNews {
    /** Something of its view is another. */
    changed(): void;
    /** A newer Epoch, verified: to be kept, for nothing older is ever shown again. */
    epochTaken(message: Uint8Array): void;
    /** An Event, verified. */
    eventTaken(message: Uint8Array): void;
    /** The Roster that its Epoch names. */
    rosterTaken(roster: Roster): void;
    send(door: string, command: Uint8Array): void;
}

export class Door {
    readonly name: string;
    readonly door8: Uint8Array;
    readonly #identity: Promise<CryptoKey | null>;
    #epoch: Epoch | null = null;
    #warningSince: number | null = null;
    #pursuit: Pursuit | null = null;
    #lastRoster: Uint8Array | null = null;
    // WebCrypto answers later; messages are judged one by one, in the order they came. Of more than a few
    // the newest count.
    readonly #waiting: (() => Promise<void>)[] = [];
    #judging: Promise<void> | null = null;

    constructor(
        private readonly file: DoorFile,
        private readonly signer: Signer,
        private readonly news: DoorNews,
    ) {
        this.name = file.name;
        this.door8 = key8Of(file.point);
        this.#identity = importPoint(file.point);
    }

    /** The newest that was verified. */
    get epoch(): Epoch | null {
        return this.#epoch;
    }

    view(now: number): Omit<DoorView, 'ready' | 'refused' | 'unheard'> {
        return {
            name: this.name,
            ...pictureOf(this.#epoch, now),
            warning: this.file.warning,
            warningSince: this.#warningSince,
            wish: this.#pursuit?.wish ?? null,
        };
    }

    ask(action: Action, argument: number): void {
        this.#pursuit?.withdraw();
        this.#pursuit = new Pursuit(action, argument, {
            signer: this.signer,
            epoch: () => this.#epoch,
            send: (command) => this.news.send(this.name, command),
            changed: () => this.news.changed(),
        });
        this.news.changed();
    }

    /** Resolves when it has been judged. `retained`: out of the broker's memory, or our own. */
    takeEpoch(message: Uint8Array, retained: boolean): Promise<void> {
        return this.#inTurn(async () => {
            const epoch = decodeEpoch(message);
            if (!epoch || (this.#epoch && !isLater(epoch, this.#epoch))) {
                return;
            }
            if (!(await this.#isBy(epoch.door8, message))) {
                return;
            }
            this.#epoch = epoch;
            this.#noteWarning(epoch, retained);
            this.news.epochTaken(message);
            this.#judgeRoster();
            this.#pursuit?.look();
            this.news.changed();
        });
    }

    takeAck(message: Uint8Array): Promise<void> {
        return this.#inTurn(async () => {
            const ack = decodeAck(message);
            if (ack && (await this.#isBy(ack.door8, message))) {
                this.#pursuit?.takeAck(ack);
            }
        });
    }

    takeEvent(message: Uint8Array): Promise<void> {
        return this.#inTurn(async () => {
            const event = decodeEvent(message);
            if (event && (await this.#isBy(event.door8, message))) {
                this.#pursuit?.takeEvent(event);
                this.news.eventTaken(message);
            }
        });
    }

    /** Kept until an Epoch names it: whoever signed it, only the door says which one is in force. */
    takeRoster(message: Uint8Array): Promise<void> {
        return this.#inTurn(async () => {
            this.#lastRoster = message;
            this.#judgeRoster();
        });
    }

    close(): void {
        this.#pursuit?.withdraw();
    }

    // Resolves when all that waits has been judged.
    #inTurn(judge: () => Promise<void>): Promise<void> {
        this.#waiting.push(judge);
        this.#waiting.splice(0, this.#waiting.length - WAITING_MOST);
        return (this.#judging ??= this.#judgeAll());
    }

    async #judgeAll(): Promise<void> {
        for (let judge = this.#waiting.shift(); judge; judge = this.#waiting.shift()) {
            // One that fails is its own loss, and not that of all that come after it.
            await judge().catch(() => undefined);
        }
        this.#judging = null;
    }

    // The cheap question first.
    async #isBy(door8: Uint8Array, message: Uint8Array): Promise<boolean> {
        const identity = await this.#identity;
        return identity !== null && same(door8, this.door8) && (await holds(identity, message));
    }

    #judgeRoster(): void {
        const roster = this.#lastRoster && decodeRoster(this.#lastRoster);
        if (!this.#lastRoster || !roster || !this.#epoch) {
            return;
        }
        const inForce =
            same(roster.door8, this.door8) &&
            roster.version === this.#epoch.rosterVersion &&
            same(rosterHash8(this.#lastRoster), this.#epoch.rosterHash8);
        if (inForce) {
            this.#lastRoster = null;
            this.news.rosterTaken(roster);
        }
    }

    // Out of a memory it may have begun before; then the door's own clock says when it was told.
    #noteWarning(epoch: Epoch, retained: boolean): void {
        if (stateWord(epoch.state) !== 'warning') {
            this.#warningSince = null;
        } else if (this.#warningSince === null) {
            const told = retained && epoch.unixSeconds > 0 ? epoch.unixSeconds * 1000 : Infinity;
            this.#warningSince = Math.min(Date.now(), told);
        }
    }
}
