// The decoder against exact bytes, every split, every truncation, and garbage.
import { expect, test } from 'vitest';

import { concat, fromHex, fromText } from '../../src/bytes/bytes';
import { Decoder, MalformedPacket, type Packet } from '../../src/mqtt/decode';
import * as encode from '../../src/mqtt/encode';
import { dice } from './dice';

const hex = (text: string): Uint8Array => fromHex(text.replaceAll(' ', ''))!;

const decodeAll = (bytes: Uint8Array): Packet[] => new Decoder().push(bytes);

// What mosquitto 2.0.11 sends, and packets with every property a server may put there.
const connack = hex('20 13  00 00  10  22 000a 21 0014 27 00001000 13 0014 25 01');
const connackRefused = hex('20 03  00 87 00');
const publishQos1 = hex('33 0c  0003 612f62  0007  00  01 02 03 04');
const publishQos0 = hex('30 06  0003 612f62  00');
const publishWithProperties = concat(
    hex('32 30  0001 61  0102  29'),
    hex('01 00  02 00000005  03 0001 74  08 0001 72  09 0002 c0de  0b 8001  26 0001 6b 0001 76'),
    hex('23 0001  26 0003 616263 0000'),
    hex('ff'),
);
const puback = hex('40 02  0007');
const pubackRefused = hex('40 04  0007 87 00');
const suback = hex('90 05  0001  00  01 87');
const pingresp = hex('d0 00');
const disconnect = hex('e0 00');
const disconnectKicked = hex('e0 02  8e 00');

const stream = [
    connack,
    publishQos1,
    publishQos0,
    publishWithProperties,
    puback,
    pubackRefused,
    suback,
    pingresp,
    disconnectKicked,
];

test('each packet says what it says', () => {
    expect(decodeAll(connack)).toEqual([{ type: 'connack', reasonCode: 0, keepAlive: 20 }]);
    expect(decodeAll(connackRefused)).toMatchObject([{ reasonCode: 0x87, keepAlive: null }]);
    expect(decodeAll(publishQos1)).toEqual([
        {
            type: 'publish',
            topic: 'a/b',
            payload: Uint8Array.of(1, 2, 3, 4),
            retain: true,
            packetIdentifier: 7,
        },
    ]);
    expect(decodeAll(publishQos0)).toMatchObject([
        { topic: 'a/b', packetIdentifier: null, retain: false, payload: new Uint8Array() },
    ]);
    expect(decodeAll(publishWithProperties)).toMatchObject([
        { topic: 'a', packetIdentifier: 0x0102, payload: Uint8Array.of(0xff) },
    ]);
    expect(decodeAll(puback)).toEqual([{ type: 'puback', packetIdentifier: 7, reasonCode: 0 }]);
    expect(decodeAll(pubackRefused)).toMatchObject([{ reasonCode: 0x87 }]);
    expect(decodeAll(suback)).toMatchObject([{ packetIdentifier: 1, reasonCodes: [1, 0x87] }]);
    expect(decodeAll(pingresp)).toEqual([{ type: 'pingresp' }]);
    expect(decodeAll(disconnect)).toEqual([{ type: 'disconnect', reasonCode: 0 }]);
    expect(decodeAll(disconnectKicked)).toMatchObject([{ reasonCode: 0x8e }]);
});

test('a stream is the same in one piece, byte by byte, and in any pieces', () => {
    const whole = concat(...stream);
    const wanted = stream.flatMap(decodeAll);
    expect(decodeAll(whole)).toEqual(wanted);
    const roll = dice(1);
    for (let round = 0; round < 300; round++) {
        const decoder = new Decoder();
        const packets: Packet[] = [];
        for (let at = 0; at < whole.length; ) {
            const size = round === 0 ? 1 : roll(17);
            packets.push(...decoder.push(whole.slice(at, at + size)));
            at += size;
        }
        expect(packets).toEqual(wanted);
    }
});

test('a truncated packet is not yet one', () => {
    for (const packet of stream) {
        for (let size = 0; size < packet.length; size++) {
            expect(decodeAll(packet.slice(0, size))).toEqual([]);
        }
    }
});

test.each([
    ['a Remaining Length of five bytes', 'd0 80 80 80 80 01'],
    ['a Remaining Length that is longer than needed', 'd0 80 00'],
    ['more than our Maximum Packet Size', '30 81 20'],
    ['packet type 0', '00 00'],
    ['packet type 15, AUTH', 'f0 00'],
    ['CONNECT from a server', '10 00'],
    ['PUBREC, which we ask for nothing of', '50 02 0001'],
    ['reserved flags in PINGRESP', 'd1 00'],
    ['PINGRESP with a body', 'd0 01 00'],
    ['CONNACK with reserved flags', '20 03 02 00 00'],
    ['CONNACK with a byte to spare', '20 04 00 00 00 00'],
    ['CONNACK cut inside', '20 01 00'],
    ['a property that is none', '20 05 00 00 02 7f 00'],
    ['a property longer than its Property Length', '20 06 00 00 02 27 00 00'],
    ['Property Length beyond the packet', '20 03 00 00 05'],
    ['PUBLISH at QoS 2', '34 08 0003 612f62 0007 00'],
    ['PUBLISH at QoS 3', '36 08 0003 612f62 0007 00'],
    ['PUBLISH with Packet Identifier 0', '32 08 0003 612f62 0000 00'],
    ['PUBLISH whose topic is no UTF-8', '30 04 0001 ff 00'],
    ['PUBLISH whose topic has a zero', '30 04 0001 00 00'],
    ['PUBLISH whose topic is longer than the packet', '30 04 00ff 61 00'],
    ['PUBACK without a whole Packet Identifier', '40 01 00'],
])('%s is malformed', (_, bytes) => {
    expect(() => decodeAll(hex(bytes))).toThrow(MalformedPacket);
});

test('garbage is malformed or unfinished, never anything else', () => {
    const roll = dice(2);
    for (let round = 0; round < 20_000; round++) {
        const garbage = Uint8Array.from({ length: roll(40) }, () => roll(256) - 1);
        try {
            decodeAll(garbage);
        } catch (fault) {
            expect(fault).toBeInstanceOf(MalformedPacket);
        }
    }
});

test('a packet with a byte changed is malformed or another, never a crash', () => {
    for (const packet of stream) {
        for (let at = 0; at < packet.length; at++) {
            for (let value = 0; value < 256; value++) {
                const changed = packet.slice();
                changed[at] = value;
                try {
                    decodeAll(changed);
                } catch (fault) {
                    expect(fault).toBeInstanceOf(MalformedPacket);
                }
            }
        }
    }
});

test('the largest packet that we ask for is taken', () => {
    const head = hex('30 fd1f 0001 61 00'); // Remaining Length 4,093
    const packets = decodeAll(concat(head, new Uint8Array(4093 - 4)));
    expect(packets).toMatchObject([{ topic: 'a' }]);
});

test('what we send is what the specification says, byte for byte', () => {
    const who = { clientId: 'c', user: 'u', password: 'p' };
    expect(encode.connect(who, 30)).toEqual(
        hex('10 19  0004 4d515454 05 c2 001e  05 27 00001000  0001 63  0001 75  0001 70'),
    );
    const message = { topic: 'a/b', payload: Uint8Array.of(9), retain: true };
    expect(encode.publish(message, 0x0102)).toEqual(hex('33 09  0003 612f62  0102  00  09'));
    expect(encode.publish({ ...message, retain: false }, 1)[0]).toBe(0x32);
    expect(encode.subscribe(['a', 'b/+'], 5)).toEqual(
        hex('82 0d  0005 00  0001 61 01  0003 622f2b 01'),
    );
    expect(encode.puback(7)).toEqual(puback);
    expect(encode.pingreq()).toEqual(hex('c0 00'));
    expect(encode.disconnect()).toEqual(hex('e0 00'));
    const large = { topic: 'a', payload: fromText('x'.repeat(200)) };
    expect(encode.publish(large, 1).slice(0, 3)).toEqual(hex('32 ce01'));
});
