// Bytes and the ways they are written down.

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
    const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
    let at = 0;
    for (const part of parts) {
        all.set(part, at);
        at += part.length;
    }
    return all;
}

export function same(left: Uint8Array, right: Uint8Array): boolean {
    return left.length === right.length && left.every((byte, at) => byte === right[at]);
}

export function toHex(bytes: Uint8Array): string {
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Null for what is not an even number of hexadecimal digits. */
export function fromHex(text: string): Uint8Array | null {
    if (text.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(text)) {
        return null;
    }
    return Uint8Array.from({ length: text.length / 2 }, (_, at) =>
        parseInt(text.slice(2 * at, 2 * at + 2), 16),
    );
}

/** Without padding (RFC 4648, 5). */
export function toBase64url(bytes: Uint8Array): string {
    return btoa(String.fromCharCode(...bytes))
        .replaceAll('+', '-')
        .replaceAll('/', '_')
        .replaceAll('=', '');
}

/** Null for what toBase64url would not have written. */
export function fromBase64url(text: string): Uint8Array | null {
    if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) {
        return null;
    }
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
    // Left-over bits that are not zero: the text was changed or cut.
    return toBase64url(bytes) === text ? bytes : null;
}

export const fromText = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Null for what is not UTF-8. */
export function toText(bytes: Uint8Array): string | null {
    try {
        return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
        return null;
    }
}
