// Ack: the door's answer to one command; sequence, state and position are those after it. 89 bytes.
import { Reader } from '../bytes/reader';
import { SIGNATURE_SIZE } from './words';

export interface Ack {
    readonly door8: Uint8Array;
    readonly command8: Uint8Array;
    readonly result: number;
    readonly sequence: number;
    readonly state: number;
    readonly position: number;
}

/** By layout alone; null: it is none. */
export function decodeAck(message: Uint8Array): Ack | null {
    const reader = new Reader(message);
    const magic = reader.magic('PCA1');
    const ack = {
        door8: reader.take(8),
        command8: reader.take(8),
        result: reader.u8(),
        sequence: reader.u16(),
        state: reader.u8(),
        position: reader.u8(),
    };
    reader.take(SIGNATURE_SIZE);
    return magic && reader.finished ? ack : null;
}
