// What a person is asked for, and what a broker may cost.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Door } from '../../src/door/door';
import { Signer } from '../../src/door/signer';
import type { Keys } from '../../src/keys/identity';
import { generateRawKey, type RawKey } from '../../src/keys/p256';
import { FakeDoor, OPEN, type EpochFields } from './fake_door';

let fake: FakeDoor;
let raw: RawKey;
let door: Door;
let sent: Uint8Array[];

function doorWith(keys: Keys): Door {
    let nonce = 1000;
    sent = [];
    return new Door(fake.file, new Signer(keys, () => ++nonce), {
        changed: () => undefined,
        epochTaken: () => undefined,
        eventTaken: () => undefined,
        rosterTaken: () => undefined,
        send: (_, command) => sent.push(command),
    });
}

const view = () => door.view(Date.now());
const wish = () => view().wish;
const says = async (fields?: Partial<EpochFields>) => door.takeEpoch(await fake.epoch(fields), false);

beforeEach(async () => {
    [fake, raw] = [await FakeDoor.make(), await generateRawKey()];
    door = doorWith({ main: { kind: 'raw', ...raw }, stop: null });
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout', 'Date'] });
});

afterEach(() => {
    door.close();
    vi.useRealTimers();
    vi.unstubAllGlobals();
});

test('a passkey is asked for once for each tap, and never without one', async () => {
    let asked = 0;
    const response = { authenticatorData: new ArrayBuffer(37), clientDataJSON: new ArrayBuffer(90), signature: new ArrayBuffer(70) };
    const get = () => Promise.resolve({ response, asked: (asked += 1) });
    vi.stubGlobal('navigator', { credentials: { get } });
    vi.stubGlobal('location', { hostname: 'localhost' });
    const passkey = { kind: 'passkey', credentialId: Uint8Array.of(1), point: raw.point } as const;
    door = doorWith({ main: passkey, stop: null });
    door.ask('open', 0);
    await says({ sequence: 1, value: 1 });
    await vi.advanceTimersByTimeAsync(500);
    expect(asked).toBe(0); // the tap was over when the door was heard
    door.ask('close', 0);
    expect(asked).toBe(1); // within the tap
    await vi.waitFor(() => expect(sent.length).toBe(1));
    await door.takeAck(await fake.ack(sent[0]!, 8, 2));
    expect(wish()).toMatchObject({ stage: 'refused', result: 'conflict' });
    await says({ sequence: 2, value: 2 });
    await vi.advanceTimersByTimeAsync(4000);
    expect([asked, sent.length]).toEqual([1, 1]);
});

test('what is older costs no verification, and of a flood the newest is judged', async () => {
    const old = await fake.epoch({ turn: 1 });
    const newest = await fake.epoch({ turn: 2_000_000, state: OPEN, position: 100 });
    await says({ turn: 2 });
    const verify = vi.spyOn(crypto.subtle, 'verify');
    for (let again = 0; again < 100; again++) {
        await door.takeEpoch(old, false);
    }
    expect(verify).toHaveBeenCalledTimes(0);
    const forged = newest.slice();
    for (let turn = 1000; turn < 2000; turn++) {
        new DataView(forged.buffer).setUint32(16, turn);
        void door.takeEpoch(forged.slice(), false);
    }
    await door.takeEpoch(newest, false);
    expect(view().state).toBe('open');
    expect(verify.mock.calls.length).toBeLessThan(50);
    verify.mockRestore();
});
