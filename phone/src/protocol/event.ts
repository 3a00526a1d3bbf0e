// Event: something that happened at the door, numbered; (boot, number) names it. 114 bytes.
import { Reader } from '../bytes/reader';
import { SIGNATURE_SIZE } from './words';

export interface Event {
    readonly door8: Uint8Array;
    readonly boot: number;
    readonly number: number;
    readonly uptime: number;
    /** 0: not known. */
    readonly unixSeconds: number;
    readonly what: number;
    /** 0: none. */
    readonly result: number;
    /** Zeroes: nobody. */
    readonly key8: Uint8Array;
    /** Zeroes: none. */
    readonly command8: Uint8Array;
}

/** By layout alone; null: it is none. */
export function decodeEvent(message: Uint8Array): Event | null {
    const reader = new Reader(message);
    const magic = reader.magic('PCV1');
    const event = {
        door8: reader.take(8),
        boot: reader.u32(),
        number: reader.u32(),
        uptime: reader.u32(),
        unixSeconds: reader.u64(),
        what: reader.u8(),
        result: reader.u8(),
        key8: reader.take(8),
        command8: reader.take(8),
    };
    reader.take(SIGNATURE_SIZE);
    return magic && reader.finished ? event : null;
}
