// The session over a socket that is none: what it does when the other side says this, that or nothing.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { backoff } from '../../src/mqtt/backoff';
import type { Ending, Received } from '../../src/mqtt/connection';
import { isRefusal } from '../../src/mqtt/reason';
import { Session } from '../../src/mqtt/session';
import { FakeSocket } from './fake_socket';

const CONNECT = 1;
const PUBLISH = 3;
const PUBACK = 4;
const SUBSCRIBE = 8;
const PINGREQ = 12;
const DISCONNECT = 14;

let sockets: FakeSocket[];
let session: Session;
let endings: Ending[];
let received: Received[];
let onlines: (readonly number[])[];

const last = (): FakeSocket => sockets.at(-1)!;

function begin(): void {
    session = new Session({
        open: () => {
            sockets.push(new FakeSocket());
            return last();
        },
        user: 'bob',
        password: 'secret',
        filters: ['a', 'b'],
        online: (codes) => onlines.push(codes),
        received: (message) => received.push(message),
        offline: (how) => endings.push(how),
    });
}

async function online(): Promise<void> {
    last().open();
    last().says('20 03 00 00 00');
    last().says('90 05 0001 00 01 01');
    await vi.advanceTimersByTimeAsync(0);
}

beforeEach(() => {
    vi.useFakeTimers();
    [sockets, endings, received, onlines] = [[], [], [], []];
    begin();
});

afterEach(() => {
    session.close();
    vi.useRealTimers();
});

test('it connects, subscribes, and says what the broker said to that', async () => {
    last().open();
    expect(last().types).toEqual([CONNECT]);
    last().says('20 03 00 00 00');
    expect(last().types).toEqual([CONNECT, SUBSCRIBE]);
    last().says('90 05 0001 00 01 87');
    await vi.advanceTimersByTimeAsync(0);
    expect(onlines).toEqual([[1, 0x87]]);
});

test('each connection has another client id, of 32 digits', async () => {
    const clientId = () => new TextDecoder().decode(last().sent[0]!.slice(20, 52));
    last().open();
    const first = clientId();
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    last().onclose?.({} as never);
    await vi.advanceTimersByTimeAsync(1000);
    last().open();
    expect(sockets.length).toBe(2);
    expect(clientId()).not.toBe(first);
});

test('a publish answers with the reason code of its PUBACK', async () => {
    await online();
    const first = session.publish({ topic: 'c', payload: Uint8Array.of(1) });
    const second = session.publish({ topic: 'c', payload: Uint8Array.of(2) });
    last().says('40 04 0003 87 00');
    last().says('40 02 0002');
    expect(await first).toBe(0);
    expect(await second).toBe(0x87);
});

test('a publish without a connection is not sent later', async () => {
    expect(await session.publish({ topic: 'c', payload: Uint8Array.of(1) })).toBe(null);
    await online();
    expect(last().types).not.toContain(PUBLISH);
});

test('a publish whose connection ends is not known to have arrived', async () => {
    await online();
    const answer = session.publish({ topic: 'c', payload: Uint8Array.of(1) });
    last().onclose?.({} as never);
    expect(await answer).toBe(null);
});

test('a message at QoS 1 is acknowledged and given on', async () => {
    await online();
    last().says('32 08 0003 612f62 0007 00');
    expect(last().types.at(-1)).toBe(PUBACK);
    expect(received).toMatchObject([{ topic: 'a/b' }]);
});

test('without a CONNACK in ten seconds it ends', async () => {
    last().open();
    await vi.advanceTimersByTimeAsync(9_999);
    expect(endings).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(endings).toEqual([{ by: 'network' }]);
    expect(sockets[0]!.closed).toBe(true);
});

test('it asks every 30 s, and ends ten seconds after no answer', async () => {
    await online();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(last().types.at(-1)).toBe(PINGREQ);
    last().says('d0 00');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(endings).toEqual([]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(endings).toEqual([{ by: 'network' }]);
});

test('it keeps the Keep Alive that the broker wants', async () => {
    last().open();
    last().says('20 06 00 00 03 13 0005');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(last().types.at(-1)).toBe(PINGREQ);
});

test.each([
    ['none', '0000'],
    ['one in 18 hours', 'ffff'],
])('a broker that wants no question, or %s, is asked all the same: a dead network is to be noticed', async (_, hex) => {
    last().open();
    last().says(`20 06 00 00 03 13 ${hex}`);
    await vi.advanceTimersByTimeAsync(29_999);
    expect(last().types).not.toContain(PINGREQ);
    await vi.advanceTimersByTimeAsync(10_001);
    expect(last().types.filter((type) => type === PINGREQ).length).toBe(1);
    expect(endings).toEqual([{ by: 'network' }]);
});

test('woken up, it asks at once, and once', async () => {
    await online();
    session.wake();
    session.wake();
    expect(last().types.filter((type) => type === PINGREQ).length).toBe(1);
});

test('woken up while it waits, it tries at once, and goes on trying', async () => {
    last().onclose?.({} as never);
    session.wake();
    expect(sockets.length).toBe(2);
    await vi.advanceTimersByTimeAsync(300_000);
    expect(sockets.length).toBeGreaterThan(2);
});

test.each([
    ['a text frame', (socket: FakeSocket) => socket.onmessage?.({ data: 'hello' } as never)],
    ['garbage', (socket: FakeSocket) => socket.says('ff ff ff ff ff ff')],
    ['PUBLISH before CONNACK', (socket: FakeSocket) => socket.says('30 04 0001 61 00')],
])('%s ends the connection', (_, speak) => {
    last().open();
    speak(last());
    expect(endings).toMatchObject([{ by: 'network' }]);
});

test('a second CONNACK ends the connection', async () => {
    await online();
    last().says('20 03 00 00 00');
    expect(endings).toMatchObject([{ by: 'network' }]);
});

test('an answer to nothing is dropped', async () => {
    await online();
    last().says('40 02 1234');
    last().says('d0 00');
    expect(endings).toEqual([]);
});

test('nothing is heard after the end, from the same piece too', async () => {
    await online();
    last().says('e0 02 8e 00  30 04 0001 61 00');
    expect(endings).toEqual([{ by: 'broker', reasonCode: 0x8e }]);
    expect(received).toEqual([]);
});

test('a refused login is told apart from a broker that is busy', () => {
    last().open();
    last().says('20 03 00 86 00');
    expect(endings.map(isRefusal)).toEqual([true]);
    expect(isRefusal({ by: 'broker', reasonCode: 0x89 })).toBe(false);
    expect(isRefusal({ by: 'network' })).toBe(false);
});

test('closed, it says so and does not come back', async () => {
    await online();
    session.close();
    expect(last().types.at(-1)).toBe(DISCONNECT);
    await vi.advanceTimersByTimeAsync(300_000);
    expect(sockets.length).toBe(1);
    expect(endings).toEqual([]);
});

test('a broker that takes it and drops it at once is asked ever less often', async () => {
    for (let second = 0; second < 600; second++) {
        if (!last().closed) {
            await online();
            last().onclose?.({} as never);
        }
        await vi.advanceTimersByTimeAsync(1000);
    }
    // Ten minutes: some ten attempts until the bound is a minute, then one in half a minute on average.
    expect(sockets.length).toBeLessThan(60);
});

test('a connection that lasted makes the next attempt quick again', async () => {
    for (let failures = 0; failures < 9; failures++) {
        last().onclose?.({} as never);
        while (last().closed) {
            await vi.advanceTimersByTimeAsync(100);
        }
    }
    const before = sockets.length;
    await online();
    for (let ping = 0; ping < 2; ping++) {
        await vi.advanceTimersByTimeAsync(30_000);
        last().says('d0 00');
    }
    last().onclose?.({} as never);
    await vi.advanceTimersByTimeAsync(250);
    expect(sockets.length).toBe(before + 1);
});

test('the wait is anything up to a bound that doubles from 250 ms to 60 s', () => {
    const bounds = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1000].map((failures) => backoff(failures, 1));
    expect(bounds).toEqual([
        250, 500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000,
    ]);
    expect(backoff(5, 0)).toBe(0);
    expect(backoff(5, 0.5)).toBe(4000);
});
