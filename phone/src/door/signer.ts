// Turns a wish into a signed Command, by the key that is fit for it.
import type { Action } from '../model';
import { assertPasskey } from '../keys/passkey';
import { stopKey, type Keys } from '../keys/identity';
import { sign } from '../keys/p256';
import type { RawKey } from '../keys/p256';
import {
    challengeOf,
    command8Of,
    encodeM,
    passkeyCommand,
    rawCommand,
    rawCovered,
} from '../protocol/command';
import type { Epoch } from '../protocol/epoch';
import { key8Of } from '../protocol/key8';
import { actionNumber } from '../protocol/words';

/** Above every one that a key of this phone has used: the clock in milliseconds, or the last one + 1. */
export type NextNonce = () => number;

export interface Signed {
    readonly command8: Uint8Array;
    /** Null: the person or the authenticator said no. */
    readonly message: Promise<Uint8Array | null>;
}

export class Signer {
    constructor(
        private readonly keys: Keys,
        private readonly nextNonce: NextNonce,
    ) {}

    /** The person is asked for it. */
    asks(action: Action): boolean {
        return this.#raw(action) === null;
    }

    /** Begins within the call: a passkey is asked for in the very tap. */
    sign(action: Action, argument: number, over: Epoch, signal: AbortSignal): Signed {
        const raw = this.#raw(action);
        const m = encodeM({
            door8: over.door8,
            key8: key8Of((raw ?? this.keys.main).point),
            epochValue: over.value,
            nonce: this.nextNonce(),
            action: actionNumber(action),
            argument,
            sequence: over.sequence,
        });
        const message = raw ? signRaw(raw.key, m) : this.#signByPasskey(m, signal);
        return { command8: command8Of(m), message };
    }

    #raw(action: Action): RawKey | null {
        if (this.keys.main.kind === 'raw') {
            return this.keys.main;
        }
        return action === 'stop' ? stopKey(this.keys) : null;
    }

    async #signByPasskey(m: Uint8Array, signal: AbortSignal): Promise<Uint8Array | null> {
        if (this.keys.main.kind !== 'passkey') {
            return null;
        }
        const { credentialId } = this.keys.main;
        const assertion = await assertPasskey(credentialId, challengeOf(m), signal);
        return assertion && passkeyCommand(m, assertion);
    }
}

async function signRaw(key: CryptoKey, m: Uint8Array): Promise<Uint8Array> {
    return rawCommand(m, await sign(key, rawCovered(m)));
}
