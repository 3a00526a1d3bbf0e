// A broker in hostile hands: it repeats, forges, withholds and babbles. And a page of somebody else's.
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { toHex, toText } from '../../src/bytes/bytes';
import { Reader } from '../../src/bytes/reader';
import { challengeOf } from '../../src/protocol/command';
import { Air } from './bench/air';
import { forgedAck, forgedEvent, forgedRoster } from './bench/forger';
import { House } from './bench/house';
import { openBrowser, Phone } from './bench/phone';
import { pause, until } from './bench/programs';

const EPOCH = /\/garage\/epoch$/;
const STATE_AT = 46; // docs/protocol.md, Epoch

let house: House;
let browser: Browser;
let bob: Phone;
let air: Air;

/** A Command by passkey as test/vectors/assertions.txt has it. */
function vectorLine(origin: string, point: string, command: Uint8Array): string {
    const reader = new Reader(command.slice(1));
    const challenge = challengeOf(reader.take(48));
    const authenticatorData = reader.take(reader.u8());
    const clientDataJson = reader.take(reader.u16());
    const signature = reader.take(reader.u8());
    expect(reader.finished).toBe(true);
    expect(toText(clientDataJson)).toContain(`"origin":"${origin}"`);
    const parts = [challenge, clientDataJson, authenticatorData, signature].map(toHex);
    return ['good', origin, 'localhost', point, ...parts].join(' ');
}

beforeAll(async () => {
    [house, browser] = await Promise.all([House.build(), openBrowser()]);
    bob = await Phone.of(house, browser);
    air = await Air.around(bob.page);
    await bob.hasAuthenticator();
    await bob.joins('bob-phone', 'member', 'passkey');
});

afterAll(async () => {
    await browser?.close();
    await house?.end();
});

test('what the door says over this broker is shown', async () => {
    await bob.holds('Hold to open');
    await bob.isState('Open');
});

test('yesterday’s word, replayed, is not shown again, also after a reload', async () => {
    const closed = air.heard.find(
        ({ topic, payload }) => EPOCH.test(topic) && payload[STATE_AT] === 3,
    )!;
    air.says(closed.topic, closed.payload);
    await pause(1500); // for what must not come
    await bob.isState('Open');
    await bob.page.reload();
    await bob.isState('Open');
});

test('a state that the door has not signed is not shown', async () => {
    const { topic, payload } = air.last(EPOCH);
    const forged = payload.slice();
    forged[STATE_AT] = 3;
    forged[45]! += 1; // a later sequence
    air.says(topic, forged);
    await pause(1500); // for what must not come
    await bob.isState('Open');
});

test('junk on every topic changes nothing', async () => {
    for (const topic of ['epoch', 'event', 'roster', 'ack/bob-phone', 'else']) {
        for (const size of [0, 1, 89, 114, 129, 256, 4000]) {
            air.says(`portcullis/garage/${topic}`, new Uint8Array(size).fill(0x50));
        }
    }
    await pause(500); // for what must not come
    await bob.isState('Open');
    await bob.says('connected');
});

test('a command that was caught and is sent again moves nothing', async () => {
    await bob.presses('Close');
    await bob.isState('Closed');
    const closing = air.sent.filter(({ topic }) => topic.includes('/command/')).at(-1)!;
    await bob.holds('Hold to open');
    await bob.isState('Open');
    air.repeats(closing);
    await pause(2000); // for what must not come
    await bob.isState('Open');
    expect(await house.garage().look()).toEqual({ permille: 1000, moves: false });
});

test('a broker that withholds everything leaves an old picture, and says how old', async () => {
    air.holdsBack(true);
    await bob.presses('Close');
    await bob.says('The door has not answered. Look at the door and try again.');
    air.holdsBack(false);
    await house.garage().stands(0);
    await bob.isState('Closed');
});

test('one that keeps a command to itself and forges what the door would say convinces nobody', async () => {
    const before = air.sent.length;
    air.swallows(true);
    await bob.holds('Hold to open');
    const isCommand = ({ topic }: { topic: string }): boolean => topic.includes('/command/');
    const command = await until(() => air.sent.slice(before).find(isCommand) ?? null, 'a command was sent');
    air.says('portcullis/garage/ack/bob-phone', forgedAck(command.payload), false);
    air.says('portcullis/garage/event', forgedEvent(air.last(EPOCH).payload), false);
    air.says('portcullis/garage/roster', forgedRoster(air.last(/\/roster$/).payload, 'bob-phone', 'mallory'));
    await bob.says('The door has not answered. Look at the door and try again.');
    air.swallows(false);
    await bob.isState('Closed');
    expect((await house.garage().look()).permille).toBe(0);
    await bob.presses('History');
    await bob.says('you');
    expect(await bob.page.getByText(/mallory|by hand/).count()).toBe(0);
    await bob.presses('Doors');
});

test('what the door said minutes ago by this clock is no more proven', async () => {
    const later = await bob.anotherPage(Date.now() + 200_000);
    await later.presses('Use it here');
    await later.says(/^unproven: said 3 min(utes)? ago/);
    await later.picture('stale');
    await later.page.close();
    await bob.isState('Closed');
    bob.isClean();
});

test('the page of another origin reaches no broker through this one', async () => {
    const others = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end('<p>Hello'));
    await new Promise<void>((listens) => others.listen(0, '127.0.0.1', listens));
    const page = await browser.newPage();
    await page.goto(`http://localhost:${(others.address() as AddressInfo).port}/`);
    const fault = page.waitForEvent('websocket').then((socket) => socket.waitForEvent('socketerror'));
    await page.evaluate((address) => void new WebSocket(address, 'mqtt'), `${house.origin.replace('http', 'ws')}/mqtt`);
    expect(await fault).toContain('403');
    await page.close();
    others.close();
});

test('its passkey says what the door’s verifier is tested with', () => {
    const enrol = air.sent.find(({ topic }) => topic.includes('/enrol/'))!;
    const point = toHex(enrol.payload.slice(13, 77));
    const commands = air.sent.filter(({ topic, payload }) => topic.includes('/command/') && payload[0] === 2);
    const lines = commands.map(({ payload }) => vectorLine(house.origin, point, payload));
    expect(lines.length).toBeGreaterThan(2);
    if (process.env['PORTCULLIS_VECTORS']) {
        writeFileSync(process.env['PORTCULLIS_VECTORS'], `${lines.join('\n')}\n`);
    }
});
