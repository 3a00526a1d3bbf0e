// Control packets of MQTT 5 that a client sends (OASIS, MQTT Version 5.0, chapter 3).
import { concat, fromText } from '../bytes/bytes';
import { Writer } from '../bytes/writer';

const CONNECT = 0x10;
const PUBLISH = 0x30;
const PUBACK = 0x40;
const SUBSCRIBE = 0x82; // bits 3 to 0 are reserved, and 2: [MQTT-3.8.1-1]
const PINGREQ = 0xc0;
const DISCONNECT = 0xe0;

const PROTOCOL_VERSION = 5;
const CLEAN_START = 0x02;
const PASSWORD_FLAG = 0x40;
const USER_NAME_FLAG = 0x80;
const MAXIMUM_PACKET_SIZE = 0x27; // property
const RETAIN = 0x01;
const QOS_1 = 0x02;
const RETAIN_HANDLING_SEND = 0;

/** Nothing of ours is larger; the broker drops for us what would be (3.1.2.11.4). */
export const PACKET_MOST = 4096;

// The shortest form is the only one: [MQTT-1.5.5-1].
function variableByteInteger(value: number): Uint8Array {
    const bytes: number[] = [];
    do {
        const low = value % 128;
        value = Math.floor(value / 128);
        bytes.push(value > 0 ? low | 0x80 : low);
    } while (value > 0);
    return Uint8Array.from(bytes);
}

function packet(first: number, body: Uint8Array): Uint8Array {
    return concat(Uint8Array.of(first), variableByteInteger(body.length), body);
}

/** A UTF-8 Encoded String (1.5.4); it has two bytes of length in front, as Binary Data has. */
function text(writer: Writer, value: string): Writer {
    const bytes = fromText(value);
    return writer.u16(bytes.length).put(bytes);
}

export interface Credentials {
    readonly clientId: string;
    readonly user: string;
    readonly password: string;
}

export function connect(who: Credentials, keepAliveSeconds: number): Uint8Array {
    const writer = text(new Writer(), 'MQTT')
        .u8(PROTOCOL_VERSION)
        .u8(USER_NAME_FLAG | PASSWORD_FLAG | CLEAN_START)
        .u16(keepAliveSeconds)
        .u8(5) // Property Length
        .u8(MAXIMUM_PACKET_SIZE)
        .u32(PACKET_MOST);
    text(writer, who.clientId);
    text(writer, who.user);
    text(writer, who.password);
    return packet(CONNECT, writer.done());
}

export interface Message {
    readonly topic: string;
    readonly payload: Uint8Array;
    readonly retain?: boolean;
}

/** At QoS 1. */
export function publish(message: Message, packetIdentifier: number): Uint8Array {
    const head = text(new Writer(), message.topic).u16(packetIdentifier).u8(0).done();
    const first = PUBLISH | QOS_1 | (message.retain ? RETAIN : 0);
    return packet(first, concat(head, message.payload));
}

// Reason Code and Property Length may be left out where it is Success: 3.4.2.1.
export function puback(packetIdentifier: number): Uint8Array {
    return packet(PUBACK, new Writer().u16(packetIdentifier).done());
}

/** All filters at QoS 1. */
export function subscribe(filters: readonly string[], packetIdentifier: number): Uint8Array {
    const writer = new Writer().u16(packetIdentifier).u8(0);
    for (const filter of filters) {
        text(writer, filter).u8(0x01 | (RETAIN_HANDLING_SEND << 4));
    }
    return packet(SUBSCRIBE, writer.done());
}

export const pingreq = (): Uint8Array => packet(PINGREQ, new Uint8Array());

/** Normal disconnection: 3.14.2.1. */
export const disconnect = (): Uint8Array => packet(DISCONNECT, new Uint8Array());
