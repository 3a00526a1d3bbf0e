// The page as it is built, as somebody's phone, over a broker that the test plays: what is kept and what is
// forgotten.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Browser, Page, WebSocketRoute } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { fromText, toHex } from '../../src/bytes/bytes';
import { Writer } from '../../src/bytes/writer';
import { FakeDoor } from '../unit/fake_door';
import { launch, look, type Look, originOf, serve } from './stage';

const DIST = join(__dirname, '../../dist');
const CONNECT = 1;
const SUBSCRIBE = 8;

let folder: string;
let server: Server;
let browser: Browser;
let seen: Look;
let door: FakeDoor;
let socket: WebSocketRoute | undefined;

/** A broker that lets everybody in and grants everything. */
function answer(route: WebSocketRoute): void {
    route.onMessage((message) => {
        const type = Number(message[0]) >> 4;
        if (type === CONNECT) {
            route.send(Buffer.from('2003000000', 'hex'));
        } else if (type === SUBSCRIBE) {
            route.send(Buffer.from('9007000100' + '01010101', 'hex'));
            socket = route;
        }
    });
}

function brings(topic: string, payload: Uint8Array): void {
    const rest = new Writer().u16(topic.length).put(fromText(topic)).u8(0).put(payload).done();
    const size = Uint8Array.of((rest.length % 128) | 0x80, Math.floor(rest.length / 128));
    socket?.send(Buffer.from(new Writer().u8(0x30).put(size).put(rest).done()));
}

/** As if it had joined: with a passkey that exists nowhere, and a stop key. */
const becomeBob = (page: Page): Promise<void> =>
    page.evaluate(async () => {
        const p256 = { name: 'ECDSA', namedCurve: 'P-256' };
        const { privateKey: key } = await crypto.subtle.generateKey(p256, false, ['sign', 'verify']);
        const point = new Uint8Array(64).fill(7);
        const limits = { days: 0, from: 0, to: 0, last: 0, uses: 0, until: 0 };
        const main = { kind: 'passkey', credentialId: Uint8Array.of(1, 2, 3), point };
        const bob = { main, stop: { key, point }, user: 'bob', password: 'p', role: 'member', rosters: { garage: 1 }, limits };
        await new Promise<void>((done) => {
            indexedDB.open('portcullis', 1).onsuccess = (event) => {
                const database = (event.target as IDBOpenDBRequest).result;
                const transaction = database.transaction('kept', 'readwrite');
                transaction.objectStore('kept').put(bob, 'identity');
                transaction.oncomplete = () => done(database.close());
            };
        });
    });

/** The names of all that is kept. */
const kept = (page: Page): Promise<string[]> =>
    page.evaluate(async () => {
        const database = await new Promise<IDBDatabase>((done) => {
            indexedDB.open('portcullis', 1).onsuccess = (event) => done((event.target as IDBOpenDBRequest).result);
        });
        const names = await Promise.all(
            ['kept', 'events'].map(
                (store) =>
                    new Promise<string[]>((done) => {
                        const asked = database.transaction(store).objectStore(store).getAllKeys();
                        asked.onsuccess = () => done(asked.result.map(String));
                    }),
            ),
        );
        database.close();
        return [...names.flat(), ...Object.keys(localStorage)];
    });

beforeAll(async () => {
    door = await FakeDoor.make();
    folder = mkdtempSync(join(tmpdir(), 'portcullis-page-'));
    cpSync(DIST, folder, { recursive: true });
    const doors = [{ name: 'garage', point: toHex(door.key.point), warning: 5 }];
    writeFileSync(join(folder, 'home.json'), JSON.stringify({ format: 1, organisation: 'Home', root: 'r', doors }));
    [server, browser] = [await serve(folder), await launch()];
    const context = await browser.newContext({ locale: 'en-GB' });
    await context.routeWebSocket(/\/mqtt$/, answer);
    // What asks for a signature to be judged waits until the test lets it go on.
    await context.addInitScript(() => {
        const verify = crypto.subtle.verify.bind(crypto.subtle);
        const held = { on: false, going: [] as (() => void)[], disowned: [] as unknown[] };
        Object.assign(window, { held });
        crypto.subtle.verify = async (...all: Parameters<SubtleCrypto['verify']>) => {
            const good = await verify(...all);
            await (held.on && new Promise<void>((go) => held.going.push(go)));
            return good;
        };
        Object.assign(PublicKeyCredential, { signalUnknownCredential: (of: unknown) => Promise.resolve(held.disowned.push(of)) });
    });
    seen = await look(context, originOf(server));
    await seen.page.waitForSelector('text=This phone is not known here');
    await becomeBob(seen.page);
    await seen.page.reload();
    await vi.waitFor(() => expect(socket).toBeTruthy(), 60_000);
});

afterAll(async () => {
    await browser?.close();
    server?.close();
    rmSync(folder, { recursive: true });
});

test('as built, it hears the door and keeps what it heard', async () => {
    brings('r/garage/epoch', await door.epoch({ event: 1 }));
    brings('r/garage/event', await door.event({ number: 1 }));
    await seen.page.waitForSelector('.state:has-text("Closed")');
    await expect.poll(async () => (await kept(seen.page)).length, { timeout: 60_000 }).toBeGreaterThan(4);
});

test('forgotten, nothing of the person stays, nor comes back with what was still being judged', async () => {
    const { page } = seen;
    await page.click('nav >> text=Settings');
    await page.click('text=English');
    await page.evaluate(() => {
        (window as unknown as { held: { on: boolean } }).held.on = true;
    });
    brings('r/garage/epoch', await door.epoch({ turn: 2, event: 2 }));
    const waits = () => page.evaluate(() => (window as unknown as { held: { going: unknown[] } }).held.going.length);
    await expect.poll(waits, { timeout: 60_000 }).toBe(1);
    await page.click('text=Forget this phone');
    await page.waitForSelector('text=Its passkey may stay in the phone’s settings');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Keep it');
    await page.click('text=Forget it');
    await page.waitForSelector('text=This phone is not known here');
    await page.evaluate(() => (window as unknown as { held: { going: (() => void)[] } }).held.going.forEach((go) => go()));
    await page.waitForTimeout(500); // for what must not come
    expect(await kept(page)).toEqual(['home.json']);
    const disowned = await page.evaluate(() => (window as unknown as { held: { disowned: unknown[] } }).held.disowned);
    expect(disowned).toEqual([{ rpId: 'localhost', credentialId: 'AQID' }]);
    await page.reload();
    await page.waitForSelector('text=This phone is not known here');
    expect(seen.complaints).toEqual([]);
});
