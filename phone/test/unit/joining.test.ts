// Joining, cut off where it hurts, and links that nobody asked for.
import { beforeEach, expect, test, vi } from 'vitest';

import { fromText, toBase64url, toHex } from '../../src/bytes/bytes';
import { Writer } from '../../src/bytes/writer';
import { answerInvitation } from '../../src/joining/answer';
import { Desk } from '../../src/joining/desk';
import type { Enrolled, Invitation } from '../../src/joining/invitation';
import type { Identity } from '../../src/keys/identity';
import { generateRawKey } from '../../src/keys/p256';
import type { Vault } from '../../src/keys/vault';
import { enrolTopic, loginTopic } from '../../src/protocol/topics';
import { memoryVault } from './fake_door';
import { FakeSocket } from './fake_socket';
import { vector } from './vectors';

const PUBLISH = 3;
const LOGIN = { user: 'bob-phone', password: 'secret', rosters: { garage: 5 } };
const limits = { days: 0, from: 0, to: 0, last: 0, uses: 0, until: 0 };

let vault: Vault;
let sockets: FakeSocket[];
let joined: Identity[];
let steps: string[];
let desk: Desk;
let me: Identity | null;

function makeDesk(): Desk {
    [sockets, joined, steps] = [[], [], []];
    const made: Desk = new Desk({
        home: { organisation: 'Home', root: 'portcullis', doors: [] },
        origin: 'https://home.example',
        vault,
        open: () => {
            sockets.push(new FakeSocket());
            return sockets.at(-1)!;
        },
        somebody: () => me,
        joined: (identity) => Promise.resolve(void joined.push(identity)),
        changed: () => steps.push(made.joining?.step ?? 'none'),
    });
    return made;
}

async function somebody(): Promise<Identity> {
    const main = { kind: 'raw', ...(await generateRawKey()) } as const;
    return { main, stop: null, user: 'bob-phone', password: 'p', role: 'member', rosters: null, limits };
}

async function enrolled(login: Enrolled['login']): Promise<Enrolled> {
    const key = await generateRawKey();
    const invitation: Invitation = {
        ...{ kind: 'invitation', key, password: 'p', role: 'member', expires: 0 },
        ...{ user: 'bob-phone', doors: [], limits, point: key.point },
    };
    const keys = { main: { kind: 'raw', ...(await generateRawKey()) }, stop: null } as const;
    return { ...(await answerInvitation(invitation, keys)), login };
}

function link(kind: number, role: number): string {
    const user = fromText('mallory');
    const bytes = new Writer()
        .u8(1)
        .u8(kind)
        .put(vector('user-key'))
        .put(vector('user-point'))
        .put(new Uint8Array(16))
        .u8(role)
        .put(new Uint8Array(12))
        .u8(user.length)
        .put(user)
        .u8(0)
        .done();
    return `https://home.example/#${toBase64url(bytes)}`;
}

/** The broker lets the invitation in. */
async function connects(): Promise<FakeSocket> {
    const socket = sockets.at(-1)!;
    socket.open();
    socket.says('20 03 00 00 00');
    socket.says('90 04 0001 00 01');
    await vi.waitFor(() => expect(socket.types).toContain(PUBLISH));
    return socket;
}

/** Topic and payload size of what was published. */
function published(socket: FakeSocket): string[] {
    return socket.sent
        .filter((packet) => packet[0]! >> 4 === PUBLISH)
        .map((packet) => {
            const at = packet.findIndex((byte, index) => index > 0 && byte < 0x80) + 1;
            const size = packet[at]! * 256 + packet[at + 1]!;
            const topic = new TextDecoder().decode(packet.slice(at + 2, at + 2 + size));
            return `${topic} ${packet.length - (at + 2 + size) > 10 ? 'full' : 'empty'}`;
        });
}

function loginArrives(socket: FakeSocket, invite8: string): void {
    const topic = fromText(loginTopic('portcullis', invite8));
    const payload = fromText('{"user":"bob-phone","password":"secret","rosters":{"garage":5}}');
    const rest = new Writer().u16(topic.length).put(topic).u8(0).put(payload).done();
    const packet = new Writer().u8(0x30).u8(rest.length).put(rest).done();
    socket.says(toHex(packet));
}

beforeEach(() => {
    [vault, me] = [memoryVault(), null];
    desk = makeDesk();
});

test('cut off behind the login, the phone becomes who it was let in as, and says so', async () => {
    const kept = await enrolled(LOGIN);
    await vault.put('enrolled', kept);
    await desk.resume();
    expect(joined.map(({ user, password }) => [user, password])).toEqual([['bob-phone', 'secret']]);
    expect(desk.joining).toEqual({ step: 'joined' });
    expect(steps).not.toContain('working');
    const socket = await connects();
    expect(published(socket)).toEqual([`${enrolTopic('portcullis', kept.invite8)} empty`]);
    desk.close();
});

test('a login that can not be kept takes no Enrol away, and is taken when it comes again', async () => {
    const kept = await enrolled(null);
    await vault.put('enrolled', kept);
    const put = vi.spyOn(vault, 'put').mockRejectedValueOnce(new Error('the disk is full'));
    await desk.resume();
    const socket = await connects();
    loginArrives(socket, kept.invite8);
    await vi.waitFor(() => expect(put).toHaveBeenCalledTimes(1));
    await new Promise((resolve) => setTimeout(resolve, 20));
    const enrol = enrolTopic('portcullis', kept.invite8);
    expect(published(socket)).toEqual([`${enrol} full`]);
    loginArrives(socket, kept.invite8);
    await vi.waitFor(() => expect(published(socket)).toEqual([`${enrol} full`, `${enrol} empty`]));
    expect(joined.length).toBe(1);
    desk.close();
});

test("somebody's phone is told whom a link would replace, and goes on as before without it", async () => {
    me = await somebody();
    const kept = await enrolled(null);
    await vault.put('enrolled', kept);
    await desk.resume();
    await desk.useLink(link(2, 3));
    expect(desk.joining).toMatchObject({ step: 'choose', user: 'mallory', replaces: 'bob-phone' });
    expect(joined).toEqual([]);
    await desk.dismiss();
    expect(desk.joining).toEqual({ step: 'working' }); // what was there before
    expect(await vault.get('invitation')).toBe(undefined);
    expect(await vault.get('enrolled')).toBe(kept);
    desk.close();
});

test('what is no link takes nothing away', async () => {
    const kept = await enrolled(null);
    await vault.put('enrolled', kept);
    await desk.resume();
    await desk.useLink('https://home.example/#x');
    expect(desk.joining).toEqual({ step: 'failed', why: 'damaged' });
    await desk.dismiss();
    expect(desk.joining).toEqual({ step: 'working' });
    expect(await vault.get('enrolled')).toBe(kept);
    desk.close();
});

test("a guest's own link, opened again, changes nothing and asks nothing", async () => {
    await desk.useLink(link(2, 3));
    me = joined[0]!;
    expect(me.user).toBe('mallory');
    await desk.dismiss();
    await desk.useLink(link(2, 3));
    expect([desk.joining, joined.length]).toEqual([null, 1]);
});

test('the digits can be put away, and do not come back with each connection', async () => {
    const kept = await enrolled(null);
    await vault.put('enrolled', kept);
    await desk.resume();
    const socket = await connects();
    socket.says('40 02 0002');
    await vi.waitFor(() => expect(desk.joining).toMatchObject({ step: 'compare', digits: kept.digits }));
    await desk.dismiss();
    expect(desk.joining).toBe(null);
    socket.onclose?.({} as never);
    desk.wake();
    (await connects()).says('40 02 0002');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(desk.joining).toBe(null);
    desk = makeDesk();
    await desk.resume();
    (await connects()).says('40 02 0002');
    await vi.waitFor(() => expect(desk.joining).toMatchObject({ step: 'compare' }));
    desk.close();
});

test.each(['https://other.example', 'http://home.example', 'https://home.example.other.example', 'https://home.example:444'])(
    'a link of %s is not tried here, and that is said',
    async (origin) => {
        await desk.useLink(link(2, 3).replace('https://home.example', origin));
        expect(desk.joining).toEqual({ step: 'failed', why: 'elsewhere' });
        expect([sockets.length, joined.length, await vault.get('invitation')]).toEqual([0, 0, undefined]);
        await desk.dismiss();
        expect(desk.joining).toBe(null);
    },
);

test('to say "not now" forgets the link', async () => {
    await desk.useLink(link(1, 2));
    expect(desk.joining).toMatchObject({ step: 'choose', replaces: null });
    await desk.dismiss();
    expect(desk.joining).toBe(null);
    desk = makeDesk();
    await desk.resume();
    expect(desk.joining).toBe(null);
});
