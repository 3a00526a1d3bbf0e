// The page as it is built, with its worker: there without a network, and replaced by a newer one as a whole.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { launch, look, type Look, originOf, POLICY, serve } from './stage';

const DIST = join(__dirname, '../../dist');
const POINT = '00'.repeat(64);

const headers = { policy: POLICY };

let folder: string;
let server: Server;
let browser: Browser;
let seen: Look;

const homeFile = (organisation: string): string =>
    JSON.stringify({ format: 1, organisation, root: 'portcullis', doors: [{ name: 'garage', point: POINT, warning: 5 }] });

beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'portcullis-page-'));
    cpSync(DIST, folder, { recursive: true });
    writeFileSync(join(folder, 'home.json'), homeFile('Home'));
    server = await serve(folder, headers);
    browser = await launch();
    const context = await browser.newContext({ locale: 'en-GB' });
    seen = await look(context, originOf(server));
});

afterAll(async () => {
    await browser?.close();
    server?.close();
    rmSync(folder, { recursive: true });
});

const keptFiles = (page: Page): Promise<string[]> =>
    page.evaluate(async () => {
        const kept = await (await caches.open('page')).keys();
        return kept.map(({ url }) => new URL(url).pathname).sort();
    });

const script = (): string => readdirSync(join(folder, 'assets')).find((name) => name.endsWith('.js')) ?? '';

test('the worker is let in by the policy, and keeps the page’s own files and nothing of the home', async () => {
    await seen.page.evaluate(() => navigator.serviceWorker.ready);
    const kept = await keptFiles(seen.page);
    expect(kept).toContain('/');
    expect(kept).toContain(`/assets/${script()}`);
    expect(kept.filter((path) => !/^\/($|assets\/|icon|manifest)/.test(path))).toEqual([]);
    expect(seen.complaints).toEqual([]);
});

test('without a network the page is there', async () => {
    await seen.page.context().setOffline(true);
    await seen.page.reload();
    await seen.page.waitForSelector('text=This phone is not known here');
    await seen.page.context().setOffline(false);
});

test('what the home says comes from the home', async () => {
    writeFileSync(join(folder, 'home.json'), homeFile('Other home'));
    await seen.page.reload();
    await seen.page.waitForSelector('h1:has-text("Other home")');
});

test('a policy that was changed is taken, though the page’s text is the same', async () => {
    headers.policy = `${POLICY}; media-src 'none'`;
    await seen.page.reload();
    const kept = (): Promise<string | null | undefined> =>
        seen.page.evaluate(async () => (await (await caches.open('page')).match('/'))?.headers.get('Content-Security-Policy'));
    await expect.poll(kept, { timeout: 60_000 }).toBe(headers.policy);
    headers.policy = POLICY;
    await seen.page.reload();
    await expect.poll(kept, { timeout: 60_000 }).toBe(POLICY);
});

test('a newer page takes the place of the old one when all of it is there, at the next visit', async () => {
    const index = join(folder, 'index.html');
    const old = script();
    const html = readFileSync(index, 'utf8').replace(old, 'newer.js').replace('lang="en"', 'lang="en" data-newer');
    writeFileSync(index, html);
    for (let visit = 0; visit < 2; visit++) {
        await seen.page.reload();
        await seen.page.waitForSelector('text=This phone is not known here');
        await seen.page.waitForTimeout(1000); // that it has had the time to do it wrong
    }

    cpSync(join(folder, 'assets', old), join(folder, 'assets', 'newer.js'));
    await expect
        .poll(
            async () => {
                await seen.page.reload();
                return seen.page.locator('html[data-newer]').count();
            },
            { timeout: 60_000 },
        )
        .toBe(1);
    expect(await keptFiles(seen.page)).not.toContain(`/assets/${old}`);
    await seen.page.waitForSelector('text=This phone is not known here');
});
