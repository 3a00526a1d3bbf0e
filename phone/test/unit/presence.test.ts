// The phone that was let in, over a broker that says what a test wants.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { toHex } from '../../src/bytes/bytes';
import { Writer } from '../../src/bytes/writer';
import type { Identity } from '../../src/keys/identity';
import { Nonce } from '../../src/keys/nonce';
import { generateRawKey } from '../../src/keys/p256';
import type { Vault } from '../../src/keys/vault';
import { Presence } from '../../src/presence';
import { FakeDoor, memoryVault } from './fake_door';
import { FakeSocket } from './fake_socket';

const SUBSCRIBE = 8;

let doors: FakeDoor[];
let sockets: FakeSocket[];
let vault: Vault;
let presence: Presence;

/** With two doors, garage and shed. */
async function appear(but: Partial<Identity> = {}): Promise<FakeSocket> {
    const main = { kind: 'raw', ...(await generateRawKey()) } as const;
    const names = ['garage', 'shed'];
    presence = new Presence({
        identity: { main, stop: null, user: 'bob', password: 'secret', role: 'member', doors: [], ...but },
        home: { organisation: 'Home', root: 'r', doors: doors.map((door, at) => ({ ...door.file, name: names[at]! })) },
        vault,
        nonce: await Nonce.load(vault),
        open: () => {
            sockets.push(new FakeSocket());
            return sockets.at(-1)!;
        },
        changed: () => undefined,
    });
    await vi.waitFor(() => expect(sockets.length).toBe(1));
    const socket = sockets[0]!;
    socket.open();
    socket.says('20 03 00 00 00');
    expect(socket.types).toContain(SUBSCRIBE);
    return socket;
}

async function answers(socket: FakeSocket, ...codes: number[]): Promise<void> {
    socket.says(toHex(new Writer().u8(0x90).u8(3 + codes.length).u16(1).u8(0).put(Uint8Array.from(codes)).done()));
    await vi.waitFor(() => expect(presence.connection).toBe('online'));
}

const views = () => presence.views(Date.now());

beforeEach(async () => {
    doors = [await FakeDoor.make(), await FakeDoor.make()];
    [sockets, vault] = [[], memoryVault()];
});

afterEach(() => presence.close());

test('a door that the broker does not let this phone hear is told as refused, and no other', async () => {
    await answers(await appear(), 1, 1, 1, 1, 0x87, 1, 1, 1);
    expect(views().map(({ refused }) => refused)).toEqual([false, true]);
});

test('of a guest, who hears no Events, the Ack counts too; QoS 0 is no refusal', async () => {
    await answers(await appear({ role: 'guest' }), 0, 0x80, 1, 0);
    expect(views().map(({ refused }) => refused)).toEqual([true, false]);
});
