// The pictures of the README, in English: `npm run pictures` draws those in docs/pictures anew; otherwise
// they are drawn beside the other pictures, so that nothing is changed by looking.
import type { Server } from 'node:http';
import { join, resolve } from 'node:path';

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { NOW } from '../../scenes/scenes';
import { BUILT, launch, look, originOf, PICTURES, serve } from './stage';

const FOLDER = process.env['README_PICTURES'] ? resolve(__dirname, '../../../docs/pictures') : join(PICTURES, 'readme');

const SHOTS = [
    { name: 'light', scene: 'closed', colorScheme: 'light' },
    { name: 'dark', scene: 'opening', colorScheme: 'dark' },
    { name: 'closing', scene: 'warning', colorScheme: 'light' },
    { name: 'fault', scene: 'fault', colorScheme: 'dark' },
    { name: 'history', scene: 'history', colorScheme: 'light' },
] as const;

const MOST = 60_000; // bytes: whoever reads a README should not wait for it

let server: Server;
let browser: Browser;

beforeAll(async () => {
    server = await serve(BUILT);
    browser = await launch();
});

afterAll(async () => {
    await browser?.close();
    server?.close();
});

test.each(SHOTS)('$name', async ({ name, scene, colorScheme }) => {
    const context = await browser.newContext({
        colorScheme,
        locale: 'en-GB',
        timezoneId: 'Europe/Berlin',
        viewport: { width: 360, height: 720 },
        reducedMotion: 'reduce',
    });
    const { page, complaints } = await look(context, originOf(server), NOW);
    await page.evaluate((hash) => {
        location.hash = hash;
    }, scene);
    await page.waitForSelector(`[data-scene="${scene}"]`);
    const picture = await page.screenshot({ path: join(FOLDER, `${name}.png`) });
    expect(picture.length).toBeLessThan(MOST);
    expect(complaints).toEqual([]);
    await context.close();
});
