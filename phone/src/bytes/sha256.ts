// SHA-256 (FIPS 180-4). The browser has one too, but answers later; and Safari lets a passkey be asked
// for only within the very tap, so the challenge must be there at once.

// The first 32 bits of the fractional parts of the cube roots of the first 64 primes, and of the square
// roots of the first 8 (5.3.3, 4.2.2).
const { rounds, start } = (() => {
    const primes: number[] = [];
    for (let candidate = 2; primes.length < 64; candidate++) {
        if (primes.every((prime) => candidate % prime !== 0)) {
            primes.push(candidate);
        }
    }
    const fraction = (root: number) => ((root - Math.floor(root)) * 2 ** 32) | 0;
    return {
        rounds: primes.map((prime) => fraction(Math.cbrt(prime))),
        start: primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime))),
    };
})();

const turned = (word: number, by: number) => (word >>> by) | (word << (32 - by));

function scheduled(block: DataView): Int32Array {
    const words = new Int32Array(64);
    for (let at = 0; at < 16; at++) {
        words[at] = block.getInt32(4 * at);
    }
    for (let at = 16; at < 64; at++) {
        const before2 = words[at - 2]!;
        const before15 = words[at - 15]!;
        const small0 = turned(before15, 7) ^ turned(before15, 18) ^ (before15 >>> 3);
        const small1 = turned(before2, 17) ^ turned(before2, 19) ^ (before2 >>> 10);
        words[at] = small1 + words[at - 7]! + small0 + words[at - 16]!;
    }
    return words;
}

type Hash = [number, number, number, number, number, number, number, number];

function withBlock(hash: Hash, block: DataView): Hash {
    const words = scheduled(block);
    let [a, b, c, d, e, f, g, h] = hash;
    for (let at = 0; at < 64; at++) {
        const large1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
        const choice = (e & f) ^ (~e & g);
        const first = (h + large1 + choice + rounds[at]! + words[at]!) | 0;
        const large0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
        const majority = (a & b) ^ (a & c) ^ (b & c);
        [a, b, c, d, e, f, g, h] = [(first + large0 + majority) | 0, a, b, c, (d + first) | 0, e, f, g];
    }
    return [a, b, c, d, e, f, g, h].map((word, at) => (word + hash[at]!) | 0) as Hash;
}

export function sha256(message: Uint8Array): Uint8Array {
    // 5.1.1: a one bit, zeroes, and the length in bits in the last eight bytes of a block.
    const padded = new DataView(new ArrayBuffer(Math.ceil((message.length + 9) / 64) * 64));
    new Uint8Array(padded.buffer).set(message);
    padded.setUint8(message.length, 0x80);
    padded.setUint32(padded.byteLength - 4, message.length * 8);
    let hash = start as Hash;
    for (let at = 0; at < padded.byteLength; at += 64) {
        hash = withBlock(hash, new DataView(padded.buffer, at, 64));
    }
    const digest = new DataView(new ArrayBuffer(32));
    hash.forEach((word, at) => digest.setInt32(4 * at, word));
    return new Uint8Array(digest.buffer);
}
