// Roster: who may do what at one door. The page never makes one; it only reads names from the one
// whose hash the door's own Epoch carries. 164 bytes, and 92 for each of at most 32 entries.
import { Reader } from '../bytes/reader';
import { sha256 } from '../bytes/sha256';
import { covered } from './signed';
import { SIGNATURE_SIZE } from './words';

const ENTRIES_MOST = 32;

export interface RosterEntry {
    readonly kind: number;
    readonly role: number;
    readonly point: Uint8Array;
    readonly user: string;
}

export interface Roster {
    readonly door8: Uint8Array;
    readonly version: number;
    readonly entries: readonly RosterEntry[];
}

// Padded with zeroes, and nothing but zeroes behind the first.
function userOf(padded: Uint8Array): string {
    return String.fromCharCode(...padded).replace(/\0+$/, '');
}

function decodeEntry(reader: Reader): RosterEntry | null {
    const kind = reader.u8();
    const role = reader.u8();
    reader.take(2); // flags, uses
    const point = reader.take(64);
    reader.u8(); // days
    const reserved = reader.u8();
    reader.take(6); // from, to, last
    const user = userOf(reader.take(16));
    return reserved === 0 ? { kind, role, point, user } : null;
}

/** By layout alone; null: it is none. */
export function decodeRoster(message: Uint8Array): Roster | null {
    const reader = new Reader(message);
    const magic = reader.magic('PCR1');
    const door8 = reader.take(8);
    const version = reader.u32();
    reader.take(9); // made, policy
    const admins = reader.u8();
    const count = reader.u8();
    const reserved = reader.u8();
    reader.take(64); // origin
    if (!magic || reserved !== 0 || count > ENTRIES_MOST || admins > count) {
        return null;
    }
    const entries = Array.from({ length: count }, () => decodeEntry(reader));
    reader.take(8 + SIGNATURE_SIZE); // signer
    const sound = entries.filter((entry) => entry !== null);
    return reader.finished && sound.length === count ? { door8, version, entries: sound } : null;
}

/** The first bytes of a Roster's hash, as an Epoch carries them. */
export const rosterHash8 = (message: Uint8Array): Uint8Array =>
    sha256(covered(message)).slice(0, 8);
