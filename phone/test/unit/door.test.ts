// One door, as the page takes it: what it believes, what it sends, and what it tells of a wish.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { concat, same } from '../../src/bytes/bytes';
import { Door } from '../../src/door/door';
import { Signer } from '../../src/door/signer';
import { generateRawKey, holds, importPoint, type RawKey } from '../../src/keys/p256';
import type { DoorView, Wish } from '../../src/model';
import { command8Of } from '../../src/protocol/command';
import { key8Of } from '../../src/protocol/key8';
import type { Roster } from '../../src/protocol/roster';
import { CLOSED, FakeDoor, OPEN, OPENING, readCommand, STOPPED, WARNING, type EpochFields } from './fake_door';

let fake: FakeDoor;
let raw: RawKey;
let stop: RawKey;
let door: Door;
let sent: Uint8Array[];
let events: Uint8Array[];
let rosters: Roster[];
let kept: Uint8Array[];
let nonce: number;

function doorWith(signer: Signer): Door {
    [sent, events, rosters, kept] = [[], [], [], []];
    return new Door(fake.file, signer, {
        changed: () => undefined,
        epochTaken: (message) => kept.push(message),
        eventTaken: (message) => events.push(message),
        rosterTaken: (roster) => rosters.push(roster),
        send: (_, command) => sent.push(command),
    });
}

const view = (): Omit<DoorView, 'ready' | 'refused' | 'unheard'> => door.view(Date.now());
const wish = (): Omit<Wish, 'at'> => {
    const { at, ...rest } = view().wish!;
    expect(at).toBeLessThanOrEqual(Date.now());
    return rest;
};
const says = async (fields?: Partial<EpochFields>) => door.takeEpoch(await fake.epoch(fields), false);

/** Time passes in steps, so that WebCrypto, which knows no fake time, gets its turns. */
async function passes(ms: number): Promise<void> {
    for (let step = 0; step < ms; step += 250) {
        await vi.advanceTimersByTimeAsync(250);
        await settled();
    }
}

// A signature takes some real time.
async function settled(): Promise<void> {
    for (let turn = 0; turn < 20; turn++) {
        await new Promise((resolve) => setImmediate(resolve));
    }
}

const isSent = async (count: number): Promise<void> =>
    vi.waitFor(() => expect(sent.length).toBe(count), { timeout: 20_000 });

beforeEach(async () => {
    [fake, raw, stop] = [await FakeDoor.make(), await generateRawKey(), await generateRawKey()];
    nonce = 1000;
    door = doorWith(new Signer({ main: { kind: 'raw', ...raw }, stop: null }, () => ++nonce));
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout', 'Date'] });
});

afterEach(() => {
    door.close();
    vi.useRealTimers();
});

test('nothing is known before the door has said something', () => {
    expect(view()).toMatchObject({ known: false, fresh: false, state: 'unknown', age: null });
});

test('what the door says is shown, with its age and ground', async () => {
    await says({ state: OPEN, position: 100 });
    expect(view()).toMatchObject({ known: true, fresh: true, state: 'open', proven: true, age: 0 });
    await says({ sequence: 2, state: OPENING, position: 40 });
    expect(view()).toMatchObject({ state: 'opening', position: 40, proven: false });
    await says({ sequence: 3, state: 0, position: 255, flags: 15 });
    expect(view()).toMatchObject({
        ...{ state: 'unknown', position: null, proven: false, obstructed: true },
        ...{ fault: true, vacation: true, lockedOut: true },
    });
});

test('a byte changed anywhere, and nothing is believed', async () => {
    const message = await fake.epoch({ state: OPEN, position: 100 });
    for (let at = 0; at < message.length; at += 4) {
        const changed = message.slice();
        changed[at]! ^= 1;
        await door.takeEpoch(changed, false);
        expect(view().known, `byte ${at}`).toBe(false);
    }
});

test("another door's word, well signed, is not this one's", async () => {
    const other = await FakeDoor.make();
    await door.takeEpoch(await other.epoch(), false);
    expect(view().known).toBe(false);
});

test.each<[string, Partial<EpochFields>, Partial<EpochFields>]>([
    ['boot', { boot: 2, turn: 0, event: 0 }, { boot: 1, turn: 9, event: 9 }],
    ['turn', { turn: 2 }, { turn: 1, sequence: 9 }],
    ['event', { event: 5 }, { event: 4, sequence: 9 }],
    ['sequence', { sequence: 5 }, { sequence: 4 }],
    ['sequence that has wrapped', { sequence: 1 }, { sequence: 65_535 }],
    ['clock', { unixSeconds: 1_800_000_001 }, { unixSeconds: 1_800_000_000 }],
])('what is older by its %s is never shown again', async (_, newer, older) => {
    await says({ ...newer, state: OPEN, position: 100 });
    await says({ ...older, state: CLOSED, position: 0 });
    expect(view().state).toBe('open');
    expect(kept.length).toBe(1);
});

test('fresh is a clock within 150 s of this one, and nothing else', async () => {
    const now = Math.floor(Date.now() / 1000);
    const seconds = [-151, -150, 150, 151];
    const fresh: boolean[] = [];
    for (const [turn, apart] of seconds.entries()) {
        await says({ turn: turn + 1, unixSeconds: now + apart });
        fresh.push(view().fresh);
    }
    expect(fresh).toEqual([false, true, true, false]);
    await says({ turn: 9, unixSeconds: 0 });
    expect(view()).toMatchObject({ known: true, fresh: false, age: null });
});

test('a fresh word goes stale by itself', async () => {
    await says();
    vi.setSystemTime(Date.now() + 200_000);
    expect(view()).toMatchObject({ fresh: false, age: 200 });
});

test('a warning is counted from when it was first seen, and again from the next', async () => {
    await says({ state: WARNING, position: 100 });
    const begun = view().warningSince!;
    await passes(1000);
    await says({ sequence: 2, state: WARNING, position: 100 });
    expect(view().warningSince).toBe(begun);
    await says({ sequence: 3, state: CLOSED });
    expect(view().warningSince).toBe(null);
    await says({ sequence: 4, state: WARNING, position: 100 });
    expect(view().warningSince).toBeGreaterThan(begun);
});

test('out of a memory a warning began when the door told it', async () => {
    const now = Math.floor(Date.now() / 1000);
    await door.takeEpoch(await fake.epoch({ state: WARNING, unixSeconds: now - 3 }), true);
    expect(view().warningSince).toBe((now - 3) * 1000);
});

test('a wish is signed over the newest Epoch, and ends as the door says', async () => {
    await says({ value: 7, sequence: 258 });
    door.ask('vent', 25);
    expect(wish()).toEqual({ action: 'vent', stage: 'sent' });
    await isSent(1);
    const command = sent[0]!;
    expect(readCommand(command)).toEqual({
        ...{ key8: key8Of(raw.point), epochValue: 7, nonce: 1001, action: 4 },
        ...{ argument: 25, sequence: 258 },
    });
    expect(await holds((await importPoint(raw.point))!, command)).toBe(true);
    await door.takeAck(await fake.ack(command, 1));
    expect(wish()).toEqual({ action: 'vent', stage: 'taken', result: 'ok' });
    const command8 = command8Of(command.slice(1, 49));
    await door.takeEvent(await fake.event({ number: 2, what: 2, result: 16, command8 }));
    expect(wish()).toEqual({ action: 'vent', stage: 'ended', result: 'ok', end: 'done' });
    expect(events.length).toBe(1);
});

test('no Ack but the own one, well signed, is an answer', async () => {
    await says();
    door.ask('open', 0);
    await isSent(1);
    const ack = await fake.ack(sent[0]!, 1);
    ack[20] = 4; // another result
    await door.takeAck(ack);
    await door.takeAck(await fake.ack(concat(Uint8Array.of(1), new Uint8Array(112)), 1));
    await door.takeAck(await (await FakeDoor.make()).ack(sent[0]!, 1));
    expect(wish().stage).toBe('sent');
});

test.each([
    [3, 'replay'],
    [4, 'role'],
    [5, 'window'],
    [6, 'uses'],
    [7, 'locked'],
    [9, 'state'],
    [10, 'store'],
])('result %i is a refusal: %s', async (number, result) => {
    await says();
    door.ask('open', 0);
    await isSent(1);
    await door.takeAck(await fake.ack(sent[0]!, number));
    expect(wish()).toEqual({ action: 'open', stage: 'refused', result });
});

test('without an answer it is signed over each newer Epoch after 3 s, and given up after ten', async () => {
    await says({ turn: 1, value: 1 });
    door.ask('open', 0);
    await isSent(1);
    await passes(3000);
    expect(sent.length).toBe(1); // over the same Epoch it would be the same wish
    await says({ turn: 2, value: 2 });
    await passes(250);
    await isSent(2);
    expect(sent.map((command) => readCommand(command).epochValue)).toEqual([1, 2]);
    await passes(7000);
    expect(wish().stage).toBe('silent');
});

test('an answer that comes late is still the answer', async () => {
    await says();
    door.ask('open', 0);
    await isSent(1);
    await passes(10_250);
    expect(wish().stage).toBe('silent');
    await door.takeAck(await fake.ack(sent[0]!, 1));
    expect(wish()).toMatchObject({ stage: 'taken', result: 'ok' });
});

test('a wish waits for the first Epoch', async () => {
    door.ask('open', 0);
    await passes(2000);
    expect(sent.length).toBe(0);
    await says();
    await isSent(1);
});

test('a CONFLICT over the same picture is signed once more, and once', async () => {
    await says({ sequence: 1 });
    door.ask('close', 0);
    await isSent(1);
    await door.takeAck(await fake.ack(sent[0]!, 8, 2));
    expect(wish().stage).toBe('sent');
    await says({ sequence: 2 });
    await isSent(2);
    expect(readCommand(sent[1]!).sequence).toBe(2);
    await door.takeAck(await fake.ack(sent[1]!, 8, 3));
    expect(wish()).toMatchObject({ stage: 'refused', result: 'conflict' });
});

test('a CONFLICT over another picture stands', async () => {
    await says({ sequence: 1 });
    door.ask('open', 0);
    await isSent(1);
    await door.takeAck(await fake.ack(sent[0]!, 8, 2));
    await says({ sequence: 2, state: OPENING, position: 10 });
    await passes(250);
    expect(sent.length).toBe(1);
    expect(wish()).toMatchObject({ stage: 'refused', result: 'conflict' });
});

test('a CONFLICT that no Epoch explains stands after 2.5 s', async () => {
    await says({ sequence: 1 });
    door.ask('open', 0);
    await isSent(1);
    await door.takeAck(await fake.ack(sent[0]!, 8, 2));
    await passes(2750);
    expect(wish()).toMatchObject({ stage: 'refused', result: 'conflict' });
});

test('without an answer nothing is signed over another state, but a stop', async () => {
    await says({ turn: 1, value: 1 });
    door.ask('open', 0);
    await isSent(1);
    await passes(3000);
    await says({ turn: 2, value: 2, state: STOPPED, position: 40 });
    await passes(7250);
    expect(sent.length).toBe(1);
    expect(wish().stage).toBe('silent');
    door.ask('stop', 0);
    await isSent(2);
    await passes(3000);
    await says({ turn: 3, value: 3, state: CLOSED });
    await passes(250);
    await isSent(3);
});

test('the same CONFLICT once more is no answer to what was signed anew', async () => {
    await says({ sequence: 1 });
    door.ask('close', 0);
    await isSent(1);
    const conflict = await fake.ack(sent[0]!, 8, 2);
    await door.takeAck(conflict);
    await says({ sequence: 2 });
    await isSent(2);
    await door.takeAck(conflict);
    expect(wish().stage).toBe('sent');
    await door.takeAck(await fake.ack(sent[1]!, 1));
    expect(wish()).toMatchObject({ stage: 'taken', result: 'ok' });
});

test('what was taken is taken, though a REPLAY of it was heard first', async () => {
    await says();
    door.ask('open', 0);
    await isSent(1);
    await door.takeAck(await fake.ack(sent[0]!, 3));
    expect(wish()).toMatchObject({ stage: 'refused', result: 'replay' });
    await door.takeAck(await fake.ack(sent[0]!, 1));
    expect(wish()).toMatchObject({ stage: 'taken', result: 'ok' });
});

test('what can not be kept or signed silences nothing', async () => {
    const key = (await importPoint(raw.point))!; // it verifies, and signs nothing
    const broken = new Signer({ main: { kind: 'raw', key, point: raw.point }, stop: null }, () => ++nonce);
    door = new Door(fake.file, broken, {
        changed: () => undefined,
        epochTaken: () => {
            throw new Error('not kept');
        },
        eventTaken: () => undefined,
        rosterTaken: () => undefined,
        send: (_, command) => sent.push(command),
    });
    await says({ state: OPEN, position: 100 });
    await says({ sequence: 2, state: CLOSED });
    expect(view().state).toBe('closed');
    door.ask('open', 0);
    await vi.waitFor(() => expect(wish().stage).toBe('unsigned'));
});

test('another wish takes the place of the one before', async () => {
    await says();
    door.ask('open', 0);
    await isSent(1);
    door.ask('stop', 0);
    await isSent(2);
    await door.takeAck(await fake.ack(sent[0]!, 1));
    expect(wish()).toEqual({ action: 'stop', stage: 'sent' });
    await door.takeAck(await fake.ack(sent[1]!, 1));
    expect(wish()).toMatchObject({ action: 'stop', stage: 'taken' });
});

test('beside a passkey, the stop key signs a stop and nothing else', async () => {
    const passkey = { kind: 'passkey', credentialId: Uint8Array.of(1), point: raw.point } as const;
    const signer = new Signer({ main: passkey, stop }, () => ++nonce);
    door = doorWith(signer);
    expect((['open', 'close', 'vent', 'identify', 'lock', 'stop'] as const).map((a) => signer.asks(a))).toEqual(
        [true, true, true, true, true, false],
    );
    await says();
    door.ask('stop', 0);
    await isSent(1);
    expect(same(readCommand(sent[0]!).key8, key8Of(stop.point))).toBe(true);
    door.ask('open', 0);
    expect(wish()).toMatchObject({ action: 'open', stage: 'asking' });
    // There is no authenticator here: it says no, and nothing is sent.
    await vi.waitFor(() => expect(wish().stage).toBe('unsigned'));
    expect(sent.length).toBe(1);
});

test('names are taken from the roster that the Epoch names, and from no other', async () => {
    const roster = fake.roster(2, [['bob-phone', raw.point]]);
    const hash8 = FakeDoor.hash8(roster);
    await door.takeRoster(roster);
    await says({ turn: 1, rosterVersion: 1, rosterHash8: hash8 });
    await says({ turn: 2, rosterVersion: 2 });
    expect(rosters).toEqual([]);
    await says({ turn: 3, rosterVersion: 2, rosterHash8: hash8 });
    expect(rosters.map(({ entries }) => entries[0]?.user)).toEqual(['bob-phone']);
    const other = fake.roster(2, [['mallory', stop.point]]);
    await door.takeRoster(other);
    expect(rosters.length).toBe(1);
});
