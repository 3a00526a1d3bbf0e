// What a broker can make by itself: messages that are right in all but the key that has signed them.
import { createSign, generateKeyPairSync } from 'node:crypto';

import { concat, fromText } from '../../../src/bytes/bytes';
import { Writer } from '../../../src/bytes/writer';
import { command8Of } from '../../../src/protocol/command';

const SIGNATURE_SIZE = 64;
const OK = 1;
const MOVED_BY_HAND = 5;

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

function signed(message: Uint8Array): Uint8Array {
    const signature = createSign('sha256').update(message).sign({ key: privateKey, dsaEncoding: 'ieee-p1363' });
    return concat(message, new Uint8Array(signature));
}

/** docs/protocol.md, Command: M stands behind the kind. */
const mOf = (command: Uint8Array): Uint8Array => command.slice(1, 49);
const door8Of = (m: Uint8Array): Uint8Array => m.slice(4, 12);

/** "The door has taken this command, and opens." */
export function forgedAck(command: Uint8Array): Uint8Array {
    const m = mOf(command);
    const words = new Writer().text('PCA1').put(door8Of(m)).put(command8Of(m));
    return signed(words.u8(OK).u16(999).u8(2).u8(0).done());
}

/** "Somebody has moved the door by hand", as the door's next event. */
export function forgedEvent(epoch: Uint8Array): Uint8Array {
    const [door8, boot, event] = [epoch.slice(4, 12), epoch.slice(12, 16), epoch.slice(49, 53)];
    const next = new DataView(event.buffer).getUint32(0) + 1;
    const words = new Writer().text('PCV1').put(door8).put(boot).u32(next).u32(0);
    return signed(words.u64(Date.now() / 1000).u8(MOVED_BY_HAND).u8(0).put(new Uint8Array(16)).done());
}

/** A roster of the home with somebody's name in another's place. */
export function forgedRoster(roster: Uint8Array, user: string, by: string): Uint8Array {
    const told = Buffer.from(roster.slice(0, -SIGNATURE_SIZE));
    const at = told.indexOf(user);
    told.fill(0, at, at + user.length).set(fromText(by), at);
    return signed(new Uint8Array(told));
}
