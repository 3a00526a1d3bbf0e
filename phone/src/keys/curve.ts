// From a private scalar to its public point on P-256 (FIPS 186-4, D.1.2.3). Used once for each link, on
// the phone that was given it; its time tells nobody anything.
import { concat, fromHex, toHex } from '../bytes/bytes';

const P = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const A = P - 3n;
const G: Point = {
    x: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
    y: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
};

interface Point {
    readonly x: bigint;
    readonly y: bigint;
}

const mod = (value: bigint): bigint => ((value % P) + P) % P;

// By the extended Euclidean algorithm.
function inverse(value: bigint): bigint {
    let [a, b] = [mod(value), P];
    let [s, t] = [1n, 0n];
    while (a !== 0n) {
        const quotient = b / a;
        [a, b] = [b - quotient * a, a];
        [s, t] = [t - quotient * s, s];
    }
    return mod(t);
}

function along(left: Point, right: Point, slope: bigint): Point {
    const x = mod(slope * slope - left.x - right.x);
    return { x, y: mod(slope * (left.x - x) - left.y) };
}

const doubled = (point: Point): Point =>
    along(point, point, mod(3n * point.x * point.x + A) * inverse(2n * point.y));

// Never the same point, nor one and its opposite: the scalar is below the order.
const sum = (left: Point, right: Point): Point =>
    along(left, right, mod(right.y - left.y) * inverse(right.x - left.x));

const bytesOf = (value: bigint): Uint8Array => fromHex(value.toString(16).padStart(64, '0'))!;

/** X | Y; null: not a scalar from 1 to n-1. */
export function pointOfScalar(scalar: Uint8Array): Uint8Array | null {
    let left = BigInt('0x' + toHex(scalar));
    if (left === 0n || left >= N) {
        return null;
    }
    let point: Point | null = null;
    for (let power = G; left > 0n; left >>= 1n, power = doubled(power)) {
        if (left & 1n) {
            point = point ? sum(point, power) : power;
        }
    }
    return point && concat(bytesOf(point.x), bytesOf(point.y));
}
