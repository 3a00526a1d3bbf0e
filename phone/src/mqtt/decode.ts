// Control packets of MQTT 5 that a client is sent. They come in pieces of any size (6.0), so what comes
// is kept until a packet is whole: whole, unfinished or malformed, and unfinished is no error.
import { concat, toText } from '../bytes/bytes';
import { Reader } from '../bytes/reader';
import { PACKET_MOST } from './encode';

export type Packet =
    | { readonly type: 'connack'; readonly reasonCode: number; readonly keepAlive: number | null }
    | {
          readonly type: 'publish';
          readonly topic: string;
          readonly payload: Uint8Array;
          readonly retain: boolean;
          /** Null at QoS 0. */
          readonly packetIdentifier: number | null;
      }
    | { readonly type: 'puback'; readonly packetIdentifier: number; readonly reasonCode: number }
    | {
          readonly type: 'suback';
          readonly packetIdentifier: number;
          readonly reasonCodes: readonly number[];
      }
    | { readonly type: 'pingresp' }
    | { readonly type: 'disconnect'; readonly reasonCode: number };

/** What is no MQTT, or none that a server may send to this client. */
export class MalformedPacket extends Error {}

function insist(holds: boolean): asserts holds {
    if (!holds) {
        throw new MalformedPacket();
    }
}

function variableByteInteger(reader: Reader): number {
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
        const byte = reader.u8();
        value += (byte & 0x7f) * 2 ** shift;
        if (byte < 0x80) {
            insist(shift === 0 || byte !== 0); // the shortest form alone: [MQTT-1.5.5-1]
            return value;
        }
    }
    throw new MalformedPacket(); // of at most four bytes: 1.5.5
}

// A UTF-8 Encoded String (1.5.4).
function string(reader: Reader): string {
    const value = toText(reader.take(reader.u16()));
    insist(value !== null && !value.includes('\0'));
    return value;
}

// The properties by the form of their value (2.2.2.2). Binary Data is written as a string is.
const SERVER_KEEP_ALIVE = '\x13';
const bytes = '\x01\x17\x19\x24\x25\x28\x29\x2a';
const twoBytes = '\x13\x21\x22\x23';
const fourBytes = '\x02\x11\x18\x27';
const strings = '\x03\x08\x09\x12\x15\x16\x1a\x1c\x1f';
const stringPair = '\x26';
const variable = '\x0b';

function skipValue(reader: Reader, identifier: string): void {
    if (bytes.includes(identifier)) {
        reader.take(1);
    } else if (twoBytes.includes(identifier)) {
        reader.take(2);
    } else if (fourBytes.includes(identifier)) {
        reader.take(4);
    } else if (strings.includes(identifier)) {
        reader.take(reader.u16());
    } else if (identifier === stringPair) {
        reader.take(reader.u16());
        reader.take(reader.u16());
    } else {
        insist(identifier === variable);
        variableByteInteger(reader);
    }
}

/** Reads over the properties, and gives the Server Keep Alive where there is one. */
function properties(reader: Reader): number | null {
    const within = new Reader(reader.take(variableByteInteger(reader)));
    let keepAlive: number | null = null;
    while (within.left > 0) {
        const identifier = String.fromCharCode(variableByteInteger(within));
        if (identifier === SERVER_KEEP_ALIVE) {
            keepAlive = within.u16();
        } else {
            skipValue(within, identifier);
        }
        insist(within.whole);
    }
    return keepAlive;
}

function connack(reader: Reader): Packet {
    const acknowledgeFlags = reader.u8();
    const reasonCode = reader.u8();
    insist(acknowledgeFlags <= 1); // the others are reserved: [MQTT-3.2.2-1]
    // A server of 3.1.1 has none.
    const keepAlive = reader.left > 0 ? properties(reader) : null;
    return { type: 'connack', reasonCode, keepAlive };
}

function publish(reader: Reader, flags: number): Packet {
    const qos = (flags >> 1) & 3;
    insist(qos <= 1); // no other was asked for
    const topic = string(reader);
    const packetIdentifier = qos > 0 ? reader.u16() : null;
    insist(packetIdentifier !== 0); // [MQTT-2.2.1-3]
    properties(reader);
    const payload = reader.take(reader.left);
    return { type: 'publish', topic, payload, retain: (flags & 1) === 1, packetIdentifier };
}

function puback(reader: Reader): Packet {
    const packetIdentifier = reader.u16();
    const reasonCode = reader.left > 0 ? reader.u8() : 0;
    if (reader.left > 0) {
        properties(reader);
    }
    return { type: 'puback', packetIdentifier, reasonCode };
}

function suback(reader: Reader): Packet {
    const packetIdentifier = reader.u16();
    properties(reader);
    return { type: 'suback', packetIdentifier, reasonCodes: [...reader.take(reader.left)] };
}

function disconnect(reader: Reader): Packet {
    const reasonCode = reader.left > 0 ? reader.u8() : 0;
    if (reader.left > 0) {
        properties(reader);
    }
    return { type: 'disconnect', reasonCode };
}

function body(type: number, flags: number, reader: Reader): Packet {
    if (type === 3) {
        return publish(reader, flags);
    }
    insist(flags === 0); // reserved: [MQTT-2.1.3-1]
    switch (type) {
        case 2:
            return connack(reader);
        case 4:
            return puback(reader);
        case 9:
            return suback(reader);
        case 13:
            return { type: 'pingresp' };
        case 14:
            return disconnect(reader);
        default:
            throw new MalformedPacket(); // no server sends that here
    }
}

/** Where a whole packet ends and its body begins; null: not yet. */
function extent(bytes: Uint8Array): { begins: number; ends: number } | null {
    const size = bytes.subarray(1, 5).findIndex((byte) => byte < 0x80) + 1;
    if (size === 0) {
        insist(bytes.length < 5); // a Remaining Length has at most four bytes: 2.1.4
        return null;
    }
    const begins = 1 + size;
    const ends = begins + variableByteInteger(new Reader(bytes.subarray(1, begins)));
    insist(ends <= PACKET_MOST); // our Maximum Packet Size: [MQTT-3.1.2-24]
    return bytes.length >= ends ? { begins, ends } : null;
}

export class Decoder {
    #kept = new Uint8Array();

    /** The packets that this piece makes whole. Throws MalformedPacket; then the stream is over. */
    push(piece: Uint8Array): Packet[] {
        let rest = concat(this.#kept, piece);
        const packets: Packet[] = [];
        for (let next = extent(rest); next !== null; next = extent(rest)) {
            const reader = new Reader(rest.subarray(next.begins, next.ends));
            const packet = body(rest[0]! >> 4, rest[0]! & 0x0f, reader);
            insist(reader.finished);
            packets.push(packet);
            rest = rest.subarray(next.ends);
        }
        this.#kept = rest.slice();
        return packets;
    }
}
