// A wish from the tap to its end: signs when it is time, sends, and hears what the door says to it.
import type { Action, Stage, Wish } from '../model';
import type { Ack } from '../protocol/ack';
import type { Epoch } from '../protocol/epoch';
import type { Event } from '../protocol/event';
import { endWord, resultWord, whatWord } from '../protocol/words';
import { Pending } from './pending';
import type { Signer } from './signer';

const LOOKS_EVERY = 250; // ms

export interface Surroundings {
    readonly signer: Signer;
    /** The newest; null: none yet. */
    epoch(): Epoch | null;
    send(command: Uint8Array): void;
    /** The wish has another stage. */
    changed(): void;
}

export class Pursuit {
    #stage: Stage;
    #at = Date.now();
    #told: Pick<Wish, 'result' | 'end'> = {};
    readonly #pending: Pending;
    readonly #withdrawn = new AbortController();
    readonly #looking: ReturnType<typeof setInterval>;
    #signing = false;

    constructor(
        private readonly action: Action,
        private readonly argument: number,
        private readonly around: Surroundings,
    ) {
        const asks = around.signer.asks(action);
        this.#stage = asks ? 'asking' : 'sent';
        this.#pending = new Pending(!asks, action === 'stop', Date.now());
        this.#looking = setInterval(() => this.look(), LOOKS_EVERY);
        this.look();
    }

    get wish(): Wish {
        return { action: this.action, stage: this.#stage, at: this.#at, ...this.#told };
    }

    /** Another wish takes its place; what it has sent is sent. */
    withdraw(): void {
        clearInterval(this.#looking);
        this.#withdrawn.abort();
    }

    /** A newer Epoch has come, or time has passed. */
    look(): void {
        if (this.#signing || (this.#stage !== 'asking' && this.#stage !== 'sent')) {
            return;
        }
        switch (this.#pending.next(this.around.epoch(), Date.now())) {
            case 'sign':
                void this.#sign();
                break;
            case 'conflict stands':
                this.#become('refused', { result: 'conflict' });
                break;
            case 'give up':
                this.#become('silent');
                break;
            case 'wait':
                break;
        }
    }

    /** Its signature has been verified. */
    takeAck(ack: Ack): void {
        const result = resultWord(ack.result);
        if (!result || !this.#waitsFor(ack.command8)) {
            return;
        }
        if (result === 'ok' || result === 'already') {
            this.#become('taken', { result });
        } else if (
            this.#stage !== 'refused' &&
            this.#pending.answers(ack.command8) &&
            !this.#pending.looksInto(ack, Date.now())
        ) {
            this.#become('refused', { result });
        }
    }

    /** Its signature has been verified. */
    takeEvent(event: Event): void {
        const end = endWord(event.result);
        if (whatWord(event.what) === 'ended' && end && this.#pending.isMine(event.command8)) {
            this.#become('ended', { ...this.#told, end });
        }
    }

    // An answer that comes after the ten seconds is still the answer. And a broker can deliver a command
    // twice, and the answers in any order: what was taken is taken, though a REPLAY was heard first.
    #waitsFor(command8: Uint8Array): boolean {
        const open = ['asking', 'sent', 'silent', 'refused'].includes(this.#stage);
        return open && this.#pending.isMine(command8);
    }

    async #sign(): Promise<void> {
        const epoch = this.around.epoch();
        if (!epoch) {
            return;
        }
        const { action, argument } = this;
        this.#signing = true;
        const signed = this.around.signer.sign(action, argument, epoch, this.#withdrawn.signal);
        const message = await signed.message.catch(() => null);
        this.#signing = false;
        if (this.#withdrawn.signal.aborted || this.#stage === 'taken') {
            return;
        }
        if (!message) {
            this.#become('unsigned');
            return;
        }
        this.#pending.wentOut(epoch, signed.command8, Date.now());
        this.#become('sent');
        this.around.send(message);
    }

    #become(stage: Stage, told: Pick<Wish, 'result' | 'end'> = this.#told): void {
        this.#stage = stage;
        this.#at = Date.now();
        this.#told = told;
        if (stage !== 'asking' && stage !== 'sent') {
            clearInterval(this.#looking);
        }
        this.around.changed();
    }
}
