// When something is first seen of the page, over a slow network.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';

import { House } from '../journeys/bench/house';
import { openBrowser, Phone } from '../journeys/bench/phone';
import { SHORT, tell } from './told';

const RUNS = SHORT ? 1 : 9;
// "Slow 4G" of Chromium's developer tools.
const SLOW_4G = {
    offline: false,
    latency: 562.5, // ms
    downloadThroughput: 180_000, // bytes a second
    uploadThroughput: 84_375,
};

let house: House;
let browser: Browser;

beforeAll(async () => {
    [house, browser] = await Promise.all([House.build(), openBrowser()]);
});

afterAll(async () => {
    await browser?.close();
    await house?.end();
});

const firstPaint = (phone: Phone): Promise<number> =>
    phone.page.evaluate(
        () =>
            new Promise<number>((resolve) => {
                new PerformanceObserver((list) => {
                    for (const paint of list.getEntriesByName('first-contentful-paint')) {
                        resolve(paint.startTime);
                    }
                }).observe({ type: 'paint', buffered: true });
            }),
    );

async function visit(): Promise<{ cold: number; warm: number }> {
    const phone = await Phone.of(house, browser);
    const session = await phone.context.newCDPSession(phone.page);
    await session.send('Network.emulateNetworkConditions', SLOW_4G);
    await phone.goes();
    const cold = await firstPaint(phone);
    await phone.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await phone.goes();
    const warm = await firstPaint(phone);
    await phone.close();
    return { cold, warm };
}

test('the first paint, for the first time and again', async () => {
    const cold: number[] = [];
    const warm: number[] = [];
    for (let run = 0; run < RUNS; run++) {
        const seen = await visit();
        cold.push(seen.cold);
        warm.push(seen.warm);
    }
    tell('first paint, cold', cold);
    tell('first paint, warm', warm);
});
