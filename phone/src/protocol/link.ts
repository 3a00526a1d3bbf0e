// The link of an invitation: what stands behind # in the page's address.
import { fromBase64url, toHex, toText } from '../bytes/bytes';
import { Reader } from '../bytes/reader';
import { powerWord, type Power } from './words';
import { isName } from './topics';

const LINK_VERSION = 1;
const LINK_MOST = 6000; // letters: a user, 255 doors, each name of the longest

export interface Link {
    /** `invitation`: the key signs an Enrol; `guest`: it is his own, and in the roster already. */
    readonly kind: 'invitation' | 'guest';
    /** A P-256 scalar, and its point. */
    readonly key: Uint8Array;
    readonly point: Uint8Array;
    readonly password: string;
    readonly role: Power;
    /** Seconds since 1970; 0: never. */
    readonly expires: number;
    readonly user: string;
    /** Empty: every door. */
    readonly doors: readonly string[];
}

function name(reader: Reader): string {
    return toText(reader.take(reader.u8())) ?? '';
}

function decode(bytes: Uint8Array): Link | null {
    const reader = new Reader(bytes);
    const version = reader.u8();
    const kind = reader.u8();
    const key = reader.take(32);
    const point = reader.take(64);
    const password = toHex(reader.take(16));
    const role = powerWord(reader.u8());
    const expires = reader.u32();
    reader.take(8); // days, from, to, last, uses: only the roster counts
    const user = name(reader);
    const doors = Array.from({ length: reader.u8() }, () => name(reader));
    if (version !== LINK_VERSION || (kind !== 1 && kind !== 2) || role === undefined) {
        return null;
    }
    if (!reader.finished || ![user, ...doors].every(isName)) {
        return null;
    }
    return {
        kind: kind === 1 ? 'invitation' : 'guest',
        key,
        point,
        password,
        role,
        expires,
        user,
        doors,
    };
}

/** A whole address, and not of this page: of another home. */
export function isElsewhere(text: string, origin: string): boolean {
    const [address = '', fragment] = text.trim().split('#');
    return fragment !== undefined && address !== '' && !`${address}/`.startsWith(`${origin}/`);
}

/** From a whole address, or from the fragment alone; null: it is no whole link. */
export function readLink(text: string): Link | null {
    const fragment = text.trim().replace(/^[^#]*#/, '');
    const bytes = fragment.length <= LINK_MOST ? fromBase64url(fragment) : null;
    return bytes && decode(bytes);
}
