// Epoch: the door's own word about its freshness, state and roster. 129 bytes.
import { Reader } from '../bytes/reader';
import { SIGNATURE_SIZE } from './words';

export interface Epoch {
    readonly door8: Uint8Array;
    readonly boot: number;
    readonly turn: number;
    readonly value: Uint8Array;
    /** 0: not known. */
    readonly unixSeconds: number;
    readonly sequence: number;
    readonly state: number;
    readonly position: number;
    readonly flags: number;
    /** Of the last Event. */
    readonly event: number;
    /** In force; 0: none. */
    readonly rosterVersion: number;
    readonly rosterHash8: Uint8Array;
}

/** By layout alone; null: it is none. */
export function decodeEpoch(message: Uint8Array): Epoch | null {
    const reader = new Reader(message);
    const magic = reader.magic('PCE1');
    const epoch = {
        door8: reader.take(8),
        boot: reader.u32(),
        turn: reader.u32(),
        value: reader.take(16),
        unixSeconds: reader.u64(),
        sequence: reader.u16(),
        state: reader.u8(),
        position: reader.u8(),
        flags: reader.u8(),
        event: reader.u32(),
        rosterVersion: reader.u32(),
        rosterHash8: reader.take(8),
    };
    reader.take(SIGNATURE_SIZE);
    return magic && reader.finished ? epoch : null;
}
