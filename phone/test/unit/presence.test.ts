// The phone that was let in, over a broker that says what a test wants.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Writer } from '../../src/bytes/writer';
import type { Identity } from '../../src/keys/identity';
import { Nonce } from '../../src/keys/nonce';
import { generateRawKey } from '../../src/keys/p256';
import type { Vault } from '../../src/keys/vault';
import { Presence } from '../../src/presence';
import { fromText, toHex } from '../../src/bytes/bytes';
import { FakeDoor, memoryVault } from './fake_door';
import { FakeSocket } from './fake_socket';

const SUBSCRIBE = 8;
const limits = { days: 0, from: 0, to: 0, last: 0, uses: 0, until: 0 };

let doors: FakeDoor[];
let sockets: FakeSocket[];
let vault: Vault;
let presence: Presence;

/** With two doors, garage and shed. */
async function appear(but: Partial<Identity> = {}): Promise<FakeSocket> {
    const main = { kind: 'raw', ...(await generateRawKey()) } as const;
    const names = ['garage', 'shed'];
    presence = new Presence({
        identity: { main, stop: null, user: 'bob', password: 'secret', role: 'member', rosters: null, limits, ...but },
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

/** The broker hands a message on, at QoS 0. */
function brings(socket: FakeSocket, topic: string, payload: Uint8Array): void {
    const rest = new Writer().u16(topic.length).put(fromText(topic)).u8(0).put(payload).done();
    const size = Uint8Array.of((rest.length % 128) | 0x80, Math.floor(rest.length / 128));
    socket.says(toHex(new Writer().u8(0x30).put(size).put(rest).done()));
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

test('a door is ready when it tells a roster as new as the first that has this phone, and not before', async () => {
    const socket = await appear({ rosters: { garage: 5 } });
    await answers(socket, 1, 1, 1, 1);
    const ready = () => views().map((view) => [view.name, view.known, view.ready]);
    expect(ready()).toEqual([['garage', false, false]]);
    brings(socket, 'r/garage/epoch', await doors[0]!.epoch({ rosterVersion: 4 }));
    await vi.waitFor(() => expect(ready()).toEqual([['garage', true, false]]));
    brings(socket, 'r/garage/epoch', await doors[0]!.epoch({ turn: 2, rosterVersion: 5 }));
    await vi.waitFor(() => expect(ready()).toEqual([['garage', true, true]]));
});

test('a guest’s door, of which no version is known, is ready when it tells any roster', async () => {
    const socket = await appear({ role: 'guest' });
    await answers(socket, 1, 1, 1, 1);
    brings(socket, 'r/garage/epoch', await doors[0]!.epoch({ rosterVersion: 0 }));
    brings(socket, 'r/shed/epoch', await doors[1]!.epoch({ rosterVersion: 1 }));
    await vi.waitFor(() => expect(views().map(({ known, ready }) => [known, ready])).toEqual([[true, false], [true, true]]));
});

test('a door called as what every object has is one as any other', async () => {
    const home = { organisation: 'Home', root: 'r', doors: [{ ...doors[0]!.file, name: 'constructor' }] };
    const main = { kind: 'raw', ...(await generateRawKey()) } as const;
    presence = new Presence({
        identity: { main, stop: null, user: 'bob', password: 'p', role: 'member', rosters: { garage: 1 }, limits },
        ...{ home, vault, nonce: await Nonce.load(vault), open: () => new FakeSocket(), changed: () => undefined },
    });
    expect(views()).toEqual([]);
});

test('what is withheld from the start is counted, over a reload too', async () => {
    const first = await appear({ rosters: { garage: 1 } });
    await answers(first, 1, 1, 1, 1);
    brings(first, 'r/garage/epoch', await doors[0]!.epoch({ event: 5 }));
    await vi.waitFor(() => expect(views()[0]).toMatchObject({ known: true, unheard: 0 }));
    brings(first, 'r/garage/epoch', await doors[0]!.epoch({ turn: 2, event: 8 }));
    await vi.waitFor(() => expect(views()[0]?.unheard).toBe(3));
    presence.close();
    sockets = [];
    const second = await appear({ rosters: { garage: 1 } });
    expect(views()[0]?.unheard).toBe(3);
    await answers(second, 1, 1, 1, 1);
    brings(second, 'r/garage/event', await doors[0]!.event({ number: 8 }));
    await vi.waitFor(() => expect(presence.told).toMatchObject([{ number: 8, missingBefore: 2 }]));
    expect(views()[0]?.unheard).toBe(0);
});
