// Who this phone is at the doors: its keys, and its login at the broker.
import { key8Of } from '../protocol/key8';
import type { Limits } from '../model';
import type { Power } from '../protocol/words';
import type { Passkey } from './passkey';
import type { RawKey } from './p256';

export type MainKey =
    | ({ readonly kind: 'raw' } & RawKey)
    | ({ readonly kind: 'passkey' } & Passkey);

export interface Keys {
    readonly main: MainKey;
    /** A raw key of role 7, beside a passkey: stop and cancel never wait for a fingerprint. */
    readonly stop: RawKey | null;
}

export interface Identity extends Keys {
    readonly user: string;
    readonly password: string;
    readonly role: Power;
    /** By the names of his doors, the version of the first roster that has him; null: every door, any. */
    readonly rosters: Readonly<Record<string, number>> | null;
    /** By the link. */
    readonly limits: Limits;
}

/** The key that signs a stop. */
export function stopKey(keys: Keys): RawKey | null {
    return keys.main.kind === 'raw' ? keys.main : keys.stop;
}

/** The names by which Events tell that it was this phone. */
export const ownKey8s = (keys: Keys): readonly Uint8Array[] =>
    [keys.main.point, keys.stop?.point].flatMap((point) => (point ? [key8Of(point)] : []));
