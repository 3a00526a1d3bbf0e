// Enrol: an invited phone names its keys; signed by the invite key. 205 bytes.
import { concat, toHex } from '../bytes/bytes';
import { Writer } from '../bytes/writer';

const DIGITS_SALT = 'portcullis enrol digits';
const DIGITS_ROUNDS = 600_000;

export interface Enrol {
    readonly invite8: Uint8Array;
    readonly kind: number;
    readonly point: Uint8Array;
    /** Of a raw key of role 7; null: none. */
    readonly stopPoint: Uint8Array | null;
}

/** What the invite key signs. */
export function enrolCovered(enrol: Enrol): Uint8Array {
    return new Writer()
        .text('PCJ1')
        .put(enrol.invite8)
        .u8(enrol.kind)
        .put(enrol.point)
        .put(enrol.stopPoint ?? new Uint8Array(64))
        .done();
}

export const enrolMessage = (signedBytes: Uint8Array, signature: Uint8Array): Uint8Array =>
    concat(signedBytes, signature);

/** The 12 digits that both sides show: dear enough that no second Enrol with the same ones is found. */
export async function enrolDigits(signedBytes: Uint8Array): Promise<string> {
    const password = await crypto.subtle.importKey(
        'raw',
        signedBytes as BufferSource,
        'PBKDF2',
        false,
        ['deriveBits'],
    );
    const bits = await crypto.subtle.deriveBits(
        {
            name: 'PBKDF2',
            hash: 'SHA-256',
            salt: new TextEncoder().encode(DIGITS_SALT),
            iterations: DIGITS_ROUNDS,
        },
        password,
        64,
    );
    const number = BigInt('0x' + toHex(new Uint8Array(bits)));
    return (number % 10n ** 12n).toString().padStart(12, '0');
}
