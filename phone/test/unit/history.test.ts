// The history: order, gaps, names, and what is forgotten.
import { beforeEach, expect, test } from 'vitest';

import { same } from '../../src/bytes/bytes';
import { History, type Readers } from '../../src/history/history';
import { Names } from '../../src/history/names';
import { generateRawKey } from '../../src/keys/p256';
import { decodeRoster } from '../../src/protocol/roster';
import { key8Of } from '../../src/protocol/key8';
import { FakeDoor, memoryVault } from './fake_door';

let fake: FakeDoor;
let history: History;

const readers = (but: Partial<Readers> = {}): Readers => ({
    who: () => null,
    door: () => 'garage',
    ownKey8s: [],
    ...but,
});

const told = (but?: Partial<Readers>) => history.entries(readers(but));

beforeEach(async () => {
    fake = await FakeDoor.make();
    history = new History();
});

test('the newest is first, in whatever order they came', async () => {
    for (const number of [3, 1, 2]) {
        history.add(await fake.event({ number }));
    }
    expect(told().map((entry) => entry.number)).toEqual([3, 2, 1]);
});

test('an Event that comes twice stands once', async () => {
    const event = await fake.event({ number: 1 });
    expect(history.add(event)).toBe(true);
    expect(history.add(event)).toBe(false);
    expect(told().length).toBe(1);
});

test('what is no Event is not taken', () => {
    expect(history.add(new Uint8Array(114))).toBe(false);
});

test('a gap is told by the numbers, within a boot and from boot to boot', async () => {
    const came = [[1, 4], [1, 5], [1, 9], [2, 10], [2, 14], [3, 12]] as const;
    for (const [boot, number] of came) {
        history.add(await fake.event({ boot, number }));
    }
    const gaps = told({}).map(({ boot, number, missingBefore }) => [boot, number, missingBefore]);
    // A boot begins after the last number that was journalled, which may be before the last one told.
    expect(gaps.sort()).toEqual([[1, 4, 0], [1, 5, 0], [1, 9, 3], [2, 10, 0], [2, 14, 3], [3, 12, 0]].sort());
});

test('what is withheld at the end is seen by the number in the Epoch', async () => {
    expect(history.unheard(fake.door8, { boot: 1, event: 9 })).toBe(0); // it begins on this phone
    history.add(await fake.event({ number: 5 }));
    expect(history.unheard(fake.door8, { boot: 1, event: 5 })).toBe(0);
    expect(history.unheard(fake.door8, { boot: 1, event: 8 })).toBe(3);
    expect(history.unheard(fake.door8, { boot: 2, event: 7 })).toBe(2);
});

test('what is withheld before the first that came is a gap, from where this phone began to listen', async () => {
    expect(history.begin({ door8: fake.door8, boot: 1, event: 5 })).toBe(true);
    expect(history.begin({ door8: fake.door8, boot: 1, event: 7 })).toBe(false);
    expect(history.unheard(fake.door8, { boot: 1, event: 7 })).toBe(2);
    history.add(await fake.event({ number: 4 })); // told again: it was before
    expect(history.unheard(fake.door8, { boot: 1, event: 7 })).toBe(2);
    expect(told().map((entry) => entry.missingBefore)).toEqual([0]);
    const later = new History();
    later.begin({ door8: fake.door8, boot: 1, event: 5 });
    later.add(await fake.event({ boot: 2, number: 9 }));
    expect(later.entries(readers()).map((entry) => entry.missingBefore)).toEqual([3]);
});

test('each says what it was, who it was, and whether it was this phone', async () => {
    const bob = key8Of((await generateRawKey()).point);
    history.add(await fake.event({ number: 1, what: 1, result: 8, key8: bob }));
    history.add(await fake.event({ number: 2, what: 2, result: 24, unixSeconds: 0 }));
    history.add(await fake.event({ number: 3, what: 200, result: 0 }));
    const who = (_: Uint8Array, key8: Uint8Array) => (same(key8, bob) ? 'bob' : null);
    expect(told({ who, ownKey8s: [bob] })).toMatchObject([
        { number: 3, what: 'other', who: null, own: false },
        { number: 2, what: 'ended', result: 'obstructed', when: null },
        { number: 1, what: 'answer', result: 'conflict', who: 'bob', own: true },
    ]);
});

test('of two doors each has its own numbers, and the clocks put them together', async () => {
    const side = await FakeDoor.make();
    history.add(await fake.event({ number: 1, unixSeconds: 100 }));
    history.add(await side.event({ number: 7, unixSeconds: 200 }));
    history.add(await fake.event({ number: 2, unixSeconds: 300 }));
    const door = (door8: Uint8Array) => (same(door8, side.door8) ? 'side' : 'garage');
    expect(told({ door }).map((entry) => [entry.door, entry.number, entry.missingBefore])).toEqual([
        ['garage', 2, 0],
        ['side', 7, 0],
        ['garage', 1, 0],
    ]);
});

test('a door that is gone tells nothing', async () => {
    history.add(await fake.event({ number: 1 }));
    expect(told({ door: () => null })).toEqual([]);
});

test('the oldest go when there are more than a thousand', async () => {
    // A history judges no signature: what comes to it was verified.
    const event = await fake.event({ number: 1 });
    for (let number = 1; number <= 1003; number++) {
        const another = event.slice();
        new DataView(another.buffer).setUint32(16, number);
        history.add(another);
    }
    expect(history.trim(fake.door8).length).toBe(3);
    history.begin({ door8: fake.door8, boot: 1, event: 1 });
    expect(told().at(-1)).toMatchObject({ number: 4, missingBefore: 0 }); // forgotten, not withheld
    expect(history.trim(fake.door8)).toEqual([]);
});

test('a name is known after its roster is gone, over a reload too', async () => {
    const vault = memoryVault();
    const bob = await generateRawKey();
    const names = new Names(vault);
    names.learn(decodeRoster(fake.roster(1, [['bob', bob.point]]))!);
    names.learn(decodeRoster(fake.roster(2, []))!);
    const later = new Names(vault);
    await later.load();
    expect(later.of(fake.door8, key8Of(bob.point))).toBe('bob');
    expect(later.of((await FakeDoor.make()).door8, key8Of(bob.point))).toBe(null);
});
