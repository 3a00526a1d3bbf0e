// What a link comes to on this phone: the key in it can be used from here on, and no longer be read.
import { importScalar, type RawKey } from '../keys/p256';
import type { Keys } from '../keys/identity';
import type { Login } from '../protocol/files';
import type { Link } from '../protocol/link';

export interface Invitation extends Omit<Link, 'key'> {
    readonly key: RawKey;
}

/** An invitation that has been answered: the phone's keys, and what it said of them. */
export interface Enrolled {
    readonly invitation: Invitation;
    readonly invite8: string;
    readonly keys: Keys;
    readonly message: Uint8Array;
    readonly digits: string;
    /** It was let in by this, and has yet to take its Enrol away. */
    readonly login: Login | null;
}

/** Null: the key in it is none. */
export async function invitationOf(link: Link): Promise<Invitation | null> {
    const key = await importScalar(link.key, link.point);
    return key && { ...link, key };
}
