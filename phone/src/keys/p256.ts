// ES256 by WebCrypto (Web Cryptography API): points as the messages write them, X | Y, and signatures
// as r | s. Private keys are never extractable: a page that was taken over can use them, not take them.
import { toBase64url } from '../bytes/bytes';
import { uncompressed } from '../protocol/key8';
import { covered, signature } from '../protocol/signed';

const P256 = { name: 'ECDSA', namedCurve: 'P-256' };
const ES256 = { name: 'ECDSA', hash: 'SHA-256' };

export interface RawKey {
    readonly key: CryptoKey;
    readonly point: Uint8Array;
}

/** A public key. Null: no point of the curve. */
export async function importPoint(point: Uint8Array): Promise<CryptoKey | null> {
    try {
        const raw = uncompressed(point) as BufferSource;
        return await crypto.subtle.importKey('raw', raw, P256, false, ['verify']);
    } catch {
        return null;
    }
}

export async function generateRawKey(): Promise<RawKey> {
    const pair = await crypto.subtle.generateKey(P256, false, ['sign', 'verify']);
    const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
    return { key: pair.privateKey, point: raw.slice(1) };
}

/** A key out of a link. Null: no scalar of the curve, or not that point's. */
export async function importScalar(
    scalar: Uint8Array,
    point: Uint8Array,
): Promise<RawKey | null> {
    const jwk = {
        kty: 'EC',
        crv: 'P-256',
        d: toBase64url(scalar),
        x: toBase64url(point.slice(0, 32)),
        y: toBase64url(point.slice(32)),
    };
    try {
        return { key: await crypto.subtle.importKey('jwk', jwk, P256, false, ['sign']), point };
    } catch {
        return null;
    }
}

export async function sign(key: CryptoKey, message: Uint8Array): Promise<Uint8Array> {
    return new Uint8Array(await crypto.subtle.sign(ES256, key, message as BufferSource));
}

/** A message's sig64 is by this key. */
export async function holds(key: CryptoKey, message: Uint8Array): Promise<boolean> {
    return crypto.subtle.verify(
        ES256,
        key,
        signature(message) as BufferSource,
        covered(message) as BufferSource,
    );
}
