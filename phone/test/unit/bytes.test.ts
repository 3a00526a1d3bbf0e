import { webcrypto } from 'node:crypto';
import { expect, test } from 'vitest';

import { fromBase64url, fromHex, fromText, same, toBase64url, toHex, toText } from '../../src/bytes/bytes';
import { Reader } from '../../src/bytes/reader';
import { sha256 } from '../../src/bytes/sha256';
import { Writer } from '../../src/bytes/writer';

test('SHA-256 is that of WebCrypto, for every length around its blocks', async () => {
    for (let size = 0; size <= 200; size++) {
        const message = webcrypto.getRandomValues(new Uint8Array(size));
        const theirs = new Uint8Array(await webcrypto.subtle.digest('SHA-256', message));
        expect(toHex(sha256(message)), `of ${size} bytes`).toBe(toHex(theirs));
    }
});

test('SHA-256 of "abc" is that of FIPS 180-4', () => {
    expect(toHex(sha256(fromText('abc')))).toBe(
        'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
});

test('base64url comes back as it went, without padding', () => {
    for (let size = 0; size <= 70; size++) {
        const bytes = webcrypto.getRandomValues(new Uint8Array(size));
        const text = toBase64url(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64url'));
        expect(same(fromBase64url(text)!, bytes)).toBe(true);
    }
});

test.each(['a', 'AB=', 'AB==', 'A+B/', 'A B', 'AR', '\u00e4A'])('%j is no base64url', (text) => {
    expect(fromBase64url(text)).toBe(null);
});

test.each(['0', '0g', ' 00', '0x00'])('%j is no hexadecimal', (text) => {
    expect(fromHex(text)).toBe(null);
});

test('bytes that are no UTF-8 are no text', () => {
    expect(toText(Uint8Array.of(0xc3, 0xa4))).toBe('\u00e4');
    expect(toText(Uint8Array.of(0xc3))).toBe(null);
});

test('a reader remembers an overrun', () => {
    const reader = new Reader(Uint8Array.of(1, 2, 3));
    expect(reader.u16()).toBe(0x0102);
    expect(reader.u32()).toBe(0);
    expect(reader.whole).toBe(false);
    expect(reader.u8()).toBe(3);
    expect(reader.finished).toBe(false);
});

test('a reader is finished where nothing is left', () => {
    const reader = new Reader(Uint8Array.of(1));
    expect(reader.finished).toBe(false);
    reader.u8();
    expect(reader.finished).toBe(true);
});

test('numbers are big-endian, of up to 53 bits', () => {
    const bytes = new Writer().u8(1).u16(0x0203).u32(0xfffffffe).u64(Number.MAX_SAFE_INTEGER).done();
    expect(toHex(bytes)).toBe('010203fffffffe001fffffffffffff');
    const reader = new Reader(bytes);
    expect([reader.u8(), reader.u16(), reader.u32(), reader.u64()]).toEqual([
        1, 0x0203, 0xfffffffe, Number.MAX_SAFE_INTEGER,
    ]);
    expect(new Reader(fromHex('0020000000000000')!).u64()).toBe(Infinity);
});
