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

const SERVER_KEEP_ALIVE = 0x13;

function insist(holds: boolean, what: string): asserts holds {
    if (!holds) {
        throw new MalformedPacket(what);
    }
}

function variableByteInteger(reader: Reader): number {
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
        const byte = reader.u8();
        value += (byte & 0x7f) * 2 ** shift;
        if (byte < 0x80) {
            insist(shift === 0 || byte !== 0, 'a longer form than needed [MQTT-1.5.5-1]');
            return value;
        }
    }
    throw new MalformedPacket('a Variable Byte Integer of five bytes (1.5.5)');
}

function string(reader: Reader): string {
    const value = toText(reader.take(reader.u16()));
    insist(value !== null && !value.includes('\0'), 'no UTF-8 Encoded String (1.5.4)');
    return value;
}

// How long each property's value is (2.2.2.2); strings and the variable ones say it themselves.
const byteProperties = [0x01, 0x17, 0x19, 0x24, 0x25, 0x28, 0x29, 0x2a];
const twoByteProperties = [SERVER_KEEP_ALIVE, 0x21, 0x22, 0x23];
const fourByteProperties = [0x02, 0x11, 0x18, 0x27];
const stringProperties = [0x03, 0x08, 0x09, 0x12, 0x15, 0x16, 0x1a, 0x1c, 0x1f]; // and Binary Data
const STRING_PAIR_PROPERTY = 0x26;
const VARIABLE_PROPERTY = 0x0b;

function skipProperty(reader: Reader, identifier: number): void {
    if (byteProperties.includes(identifier)) {
        reader.take(1);
    } else if (twoByteProperties.includes(identifier)) {
        reader.take(2);
    } else if (fourByteProperties.includes(identifier)) {
        reader.take(4);
    } else if (stringProperties.includes(identifier)) {
        reader.take(reader.u16());
    } else if (identifier === STRING_PAIR_PROPERTY) {
        reader.take(reader.u16());
        reader.take(reader.u16());
    } else {
        insist(identifier === VARIABLE_PROPERTY, 'a property that is none (2.2.2.2)');
        variableByteInteger(reader);
    }
}

/** Reads over the properties; the one that concerns us is given back. */
function properties(reader: Reader): { keepAlive: number | null } {
    const size = variableByteInteger(reader);
    const within = new Reader(reader.take(size));
    let keepAlive: number | null = null;
    while (reader.whole && within.left > 0) {
        const identifier = variableByteInteger(within);
        if (identifier === SERVER_KEEP_ALIVE) {
            keepAlive = within.u16();
        } else {
            skipProperty(within, identifier);
        }
        insist(within.whole, 'a property longer than its Property Length');
    }
    return { keepAlive };
}

function connack(reader: Reader): Packet {
    const acknowledgeFlags = reader.u8();
    const reasonCode = reader.u8();
    insist(acknowledgeFlags <= 1, 'reserved flags of CONNACK [MQTT-3.2.2-1]');
    // A server of 3.1.1 has none.
    const { keepAlive } = reader.left > 0 ? properties(reader) : { keepAlive: null };
    return { type: 'connack', reasonCode, keepAlive };
}

function publish(reader: Reader, flags: number): Packet {
    const qos = (flags >> 1) & 3;
    insist(qos <= 1, 'a QoS that was not asked for');
    const topic = string(reader);
    const packetIdentifier = qos > 0 ? reader.u16() : null;
    insist(packetIdentifier !== 0, 'a Packet Identifier of zero [MQTT-2.2.1-3]');
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
    insist(flags === 0, 'reserved flags [MQTT-2.1.3-1]');
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
            throw new MalformedPacket(`a packet of type ${type}, which no server sends here`);
    }
}

/** Where a whole packet ends and its body begins; null: not yet. */
function extent(bytes: Uint8Array): { begins: number; ends: number } | null {
    const size = bytes.subarray(1, 5).findIndex((byte) => byte < 0x80) + 1;
    if (size === 0) {
        insist(bytes.length < 5, 'a Remaining Length of five bytes (1.5.5)');
        return null;
    }
    const begins = 1 + size;
    const ends = begins + variableByteInteger(new Reader(bytes.subarray(1, begins)));
    insist(ends <= PACKET_MOST, 'larger than our Maximum Packet Size [MQTT-3.1.2-24]');
    return bytes.length >= ends ? { begins, ends } : null;
}

export class Decoder {
    private kept = new Uint8Array();

    /** The packets that this piece makes whole. Throws MalformedPacket; then the stream is over. */
    push(piece: Uint8Array): Packet[] {
        this.kept = concat(this.kept, piece) as Uint8Array<ArrayBuffer>;
        const packets: Packet[] = [];
        for (let next = extent(this.kept); next !== null; next = extent(this.kept)) {
            const reader = new Reader(this.kept.subarray(next.begins, next.ends));
            const packet = body(this.kept[0]! >> 4, this.kept[0]! & 0x0f, reader);
            insist(reader.finished, 'another size than its contents');
            packets.push(packet);
            this.kept = this.kept.slice(next.ends);
        }
        return packets;
    }
}
