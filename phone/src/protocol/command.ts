// Command: one wish, for one state of one door. M is what is signed, in two forms; a key that signs in
// the one is never used in the other.
import { concat } from '../bytes/bytes';
import { sha256 } from '../bytes/sha256';
import { Writer } from '../bytes/writer';
import { KIND_PASSKEY, KIND_RAW } from './words';

const PASSKEY_COMMAND_MOST = 900;

export interface Command {
    readonly door8: Uint8Array;
    readonly key8: Uint8Array;
    readonly epochValue: Uint8Array;
    readonly nonce: number;
    readonly action: number;
    readonly argument: number;
    readonly sequence: number;
}

/** M, 48 bytes. */
export function encodeM(command: Command): Uint8Array {
    return new Writer()
        .text('PCC1')
        .put(command.door8)
        .put(command.key8)
        .put(command.epochValue)
        .u64(command.nonce)
        .u8(command.action)
        .u8(command.argument)
        .u16(command.sequence)
        .done();
}

/** How Acks and Events name a command. */
export const command8Of = (m: Uint8Array): Uint8Array => sha256(m).slice(0, 8);

/** What a raw key signs: the kind byte and M. */
export const rawCovered = (m: Uint8Array): Uint8Array => concat(Uint8Array.of(KIND_RAW), m);

/** kind 1, 113 bytes. */
export const rawCommand = (m: Uint8Array, signature: Uint8Array): Uint8Array =>
    concat(rawCovered(m), signature);

/** What a passkey is asked to sign over. */
export const challengeOf = (m: Uint8Array): Uint8Array => sha256(m);

export interface Assertion {
    readonly authenticatorData: Uint8Array;
    readonly clientDataJson: Uint8Array;
    /** In DER, as WebAuthn gives it (Web Authentication, 6.5.6). */
    readonly signature: Uint8Array;
}

/** kind 2; null: larger than a door takes. */
export function passkeyCommand(m: Uint8Array, assertion: Assertion): Uint8Array | null {
    const { authenticatorData, clientDataJson, signature } = assertion;
    if (authenticatorData.length > 255 || signature.length > 255) {
        return null;
    }
    const command = new Writer()
        .u8(KIND_PASSKEY)
        .put(m)
        .u8(authenticatorData.length)
        .put(authenticatorData)
        .u16(clientDataJson.length)
        .put(clientDataJson)
        .u8(signature.length)
        .put(signature)
        .done();
    return command.length <= PASSKEY_COMMAND_MOST ? command : null;
}
