// The messages, judged by test/vectors/messages.txt, which shares no code with this tree.
import { expect, test } from 'vitest';

import { concat, same, toHex, toText } from '../../src/bytes/bytes';
import { sha256 } from '../../src/bytes/sha256';
import { holds, importPoint, importScalar, sign } from '../../src/keys/p256';
import { decodeAck } from '../../src/protocol/ack';
import {
    challengeOf,
    command8Of,
    encodeM,
    passkeyCommand,
    rawCommand,
    rawCovered,
} from '../../src/protocol/command';
import { enrolCovered, enrolDigits, enrolMessage } from '../../src/protocol/enrol';
import { decodeEpoch } from '../../src/protocol/epoch';
import { decodeEvent } from '../../src/protocol/event';
import { key8Of } from '../../src/protocol/key8';
import { decodeRoster, rosterHash8 } from '../../src/protocol/roster';
import { covered, signature } from '../../src/protocol/signed';
import { vector, vectorNames } from './vectors';

const decoders = {
    epoch: decodeEpoch,
    ack: decodeAck,
    event: decodeEvent,
    roster: decodeRoster,
} as const;

const identity = () => importPoint(vector('identity-point'));

test.each([
    ['door8', 'identity-point'],
    ['user-key8', 'user-point'],
    ['passkey-key8', 'passkey-point'],
    ['stop-key8', 'stop-point'],
    ['invite-key8', 'invite-point'],
])('%s is the first of SHA-256 over the %s', (name, point) => {
    expect(toHex(key8Of(vector(point)))).toBe(toHex(vector(name)));
});

test('an Epoch says what the door says', () => {
    expect(decodeEpoch(vector('epoch'))).toEqual({
        door8: vector('door8'),
        boot: 7,
        turn: 41,
        value: vector('epoch-value'),
        unixSeconds: 0x6955b900,
        sequence: 0x0201,
        state: 3,
        position: 0,
        flags: 0,
        event: 0x405,
        rosterVersion: 2,
        rosterHash8: vector('roster-hash').slice(0, 8),
    });
});

test('an Epoch without clock and roster says so', () => {
    const epoch = decodeEpoch(vector('epoch-without-clock-and-roster'));
    expect(epoch).toMatchObject({ unixSeconds: 0, rosterVersion: 0, position: 255, flags: 2 });
});

test('an Ack names its command and what came of it', () => {
    expect(decodeAck(vector('ack'))).toEqual({
        door8: vector('door8'),
        command8: vector('command8'),
        result: 1,
        sequence: 0x0202,
        state: 2,
        position: 255,
    });
    expect(decodeAck(vector('ack-conflict'))).toMatchObject({ result: 8 });
});

test('an Event has a number, and who it was', () => {
    expect(decodeEvent(vector('event-answer'))).toEqual({
        door8: vector('door8'),
        boot: 7,
        number: 0x406,
        uptime: 1234,
        unixSeconds: 0x6955b900,
        what: 1,
        result: 1,
        key8: vector('user-key8'),
        command8: vector('command8'),
    });
});

test('a Roster has names', () => {
    const roster = decodeRoster(vector('roster'));
    expect(roster?.version).toBe(2);
    expect(roster?.entries.map(({ user, role }) => [user, role])).toEqual([
        ['alice-admin', 6],
        ['alice-laptop', 1],
        ['alice-phone', 1],
        ['alice-phone', 7],
        ['keeper', 4],
        ['keeper', 5],
        ['bob', 3],
    ]);
    expect(toHex(rosterHash8(vector('roster')))).toBe(toHex(vector('roster-hash').slice(0, 8)));
    expect(decodeRoster(vector('roster-empty'))?.entries).toEqual([]);
});

test.each(['epoch', 'epoch-without-clock-and-roster', 'ack', 'ack-conflict', 'event-answer', 'event-boot'])(
    "the door's signature of %s holds, and of no other bytes",
    async (name) => {
        const key = (await identity())!;
        const message = vector(name).slice();
        expect(await holds(key, message)).toBe(true);
        for (let at = 0; at < message.length; at += 7) {
            message[at]! ^= 1;
            expect(await holds(key, message), `byte ${at} changed`).toBe(false);
            message[at]! ^= 1;
        }
    },
);

for (const [kind, decode] of Object.entries(decoders)) {
    test(`of ${kind} every truncation is none, and one byte more`, () => {
        const whole = vector(kind === 'event' ? 'event-answer' : kind);
        expect(decode(whole)).not.toBe(null);
        for (let size = 0; size < whole.length; size++) {
            expect(decode(whole.slice(0, size)), `${size} bytes`).toBe(null);
        }
        expect(decode(concat(whole, Uint8Array.of(0)))).toBe(null);
    });

    test(`no decoder but its own takes ${kind}`, () => {
        const whole = vector(kind === 'event' ? 'event-answer' : kind);
        const takers = Object.values(decoders).filter((other) => other(whole) !== null);
        expect(takers).toEqual([decode]);
    });
}

test.each(vectorNames('refused-'))('%s is taken by no decoder', (name) => {
    for (const decode of Object.values(decoders)) {
        expect(decode(vector(name))).toBe(null);
    }
});

// The fields of the vectors' raw commands, but for what is named.
const command = (nonce: number, action: number, argument: number, sequence: number) =>
    encodeM({
        door8: vector('door8'),
        key8: vector('user-key8'),
        epochValue: vector('epoch-value'),
        nonce: 0x019b76daa800 + nonce,
        action,
        argument,
        sequence,
    });

test.each([
    ['command-open', command(1, 1, 0, 0x0201)],
    ['command-vent', command(2, 4, 25, 0x0202)],
    ['command-stop', command(3, 3, 0, 0)],
    ['command-lock', command(4, 6, 1, 0xffff)],
])('%s is written as the door reads it', async (name, m) => {
    const whole = vector(name);
    expect(toHex(rawCommand(m, signature(whole)))).toBe(toHex(whole));
    expect(toHex(covered(whole))).toBe(toHex(rawCovered(m)));
    const key = (await importPoint(vector('user-point')))!;
    expect(await holds(key, whole)).toBe(true);
});

test('a command is named by the first of SHA-256 over M', () => {
    expect(toHex(command8Of(command(1, 1, 0, 0x0201)))).toBe(toHex(vector('command8')));
});

// Takes a Command by passkey apart, without the code under test.
function parts(message: Uint8Array) {
    const m = message.slice(1, 49);
    const dataSize = message[49]!;
    const jsonAt = 50 + dataSize + 2;
    const jsonSize = message[jsonAt - 2]! * 256 + message[jsonAt - 1]!;
    return {
        m,
        authenticatorData: message.slice(50, 50 + dataSize),
        clientDataJson: message.slice(jsonAt, jsonAt + jsonSize),
        signature: message.slice(jsonAt + jsonSize + 1),
    };
}

test.each(vectorNames('command-passkey-'))('%s is put together as the door reads it', (name) => {
    const whole = vector(name);
    const { m, ...assertion } = parts(whole);
    expect(toHex(passkeyCommand(m, assertion)!)).toBe(toHex(whole));
    const json = JSON.parse(toText(assertion.clientDataJson)!) as { challenge: string };
    expect(Buffer.from(json.challenge, 'base64url').toString('hex')).toBe(toHex(challengeOf(m)));
    expect(same(challengeOf(m), sha256(m))).toBe(true);
});

test('an assertion that is too large for a door makes no command', () => {
    const { m, ...assertion } = parts(vector('command-passkey-webkit'));
    const large = (size: number) => ({ ...assertion, clientDataJson: new Uint8Array(size) });
    const rest = vector('command-passkey-webkit').length - assertion.clientDataJson.length;
    expect(passkeyCommand(m, large(900 - rest))?.length).toBe(900);
    expect(passkeyCommand(m, large(901 - rest))).toBe(null);
    expect(passkeyCommand(m, { ...assertion, authenticatorData: new Uint8Array(256) })).toBe(null);
    expect(passkeyCommand(m, { ...assertion, signature: new Uint8Array(256) })).toBe(null);
});

test.each([
    ['enrol', 2, 'passkey-point', 'stop-point'],
    ['enrol-raw', 1, 'user-point', null],
] as const)('%s is written as the command line reads it', async (name, kind, point, stop) => {
    const signed = enrolCovered({
        invite8: vector('invite-key8'),
        kind,
        point: vector(point),
        stopPoint: stop && vector(stop),
    });
    const whole = vector(name);
    expect(toHex(enrolMessage(signed, signature(whole)))).toBe(toHex(whole));
    expect(await holds((await importPoint(vector('invite-point')))!, whole)).toBe(true);
});

test('the 12 digits are those of the command line', async () => {
    expect(await enrolDigits(covered(vector('enrol')))).toBe(toText(vector('enrol-digits')));
});

test.each(['user', 'passkey', 'stop', 'invite', 'identity', 'admin', 'recovery'])(
    'the %s key out of its scalar has its point, signs, and can not be read',
    async (name) => {
        const raw = (await importScalar(vector(`${name}-key`), vector(`${name}-point`)))!;
        expect(toHex(raw.point)).toBe(toHex(vector(`${name}-point`)));
        expect(raw.key.extractable).toBe(false);
        const message = concat(Uint8Array.of(7), new Uint8Array(64));
        message.set(await sign(raw.key, Uint8Array.of(7)), 1);
        expect(await holds((await importPoint(raw.point))!, message)).toBe(true);
    },
);

test('what is no scalar of P-256, or not that of its point, is no key', async () => {
    const point = vector('user-point');
    expect(await importScalar(new Uint8Array(32), point)).toBe(null);
    expect(await importScalar(new Uint8Array(32).fill(0xff), point)).toBe(null);
    expect(await importScalar(vector('stop-key'), point)).toBe(null);
    expect(await importScalar(vector('user-key'), new Uint8Array(64))).toBe(null);
    expect(await importPoint(new Uint8Array(64).fill(1))).toBe(null);
});
