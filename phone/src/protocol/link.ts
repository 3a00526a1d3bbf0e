// The link of an invitation: what stands behind # in the page's address.
import { fromBase64url, toHex, toText } from '../bytes/bytes';
import { Reader } from '../bytes/reader';
import type { Limits } from '../model';
import { powerWord, type Power } from './words';
import { isName } from './topics';

const LINK_VERSION = 1;
const KIND_GUEST = 2;
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
    readonly limits: Limits;
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
    const limits = {
        days: reader.u8(),
        from: reader.u16(),
        to: reader.u16(),
        last: reader.u16(),
        uses: reader.u8(),
        until: kind === KIND_GUEST ? expires * 1000 : 0,
    };
    const user = name(reader);
    const doors = Array.from({ length: reader.u8() }, () => name(reader));
    if (version !== LINK_VERSION || (kind !== 1 && kind !== KIND_GUEST) || role === undefined) {
        return null;
    }
    if (!reader.finished || ![user, ...doors].every(isName)) {
        return null;
    }
    return {
        kind: kind === KIND_GUEST ? 'guest' : 'invitation',
        key,
        point,
        password,
        role,
        expires,
        limits,
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
