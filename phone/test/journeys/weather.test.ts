// What comes between a phone and its door: a network, a broker or a door that is away, a clock that is wrong
// by a year.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { House } from './bench/house';
import { openBrowser, Phone } from './bench/phone';
import { until } from './bench/programs';

const YEAR = 366 * 86_400_000;

let house: House;
let browser: Browser;
let bob: Phone;

beforeAll(async () => {
    [house, browser] = await Promise.all([House.build(), openBrowser()]);
    bob = await Phone.of(house, browser);
    await bob.joins('bob-phone', 'member', 'raw');
});

afterAll(async () => {
    await browser?.close();
    await house?.end();
});

test('without a network the page is there, and says so; with it, it goes on by itself', async () => {
    await bob.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await bob.holds('Hold to open');
    await house.garage().stands(1000);
    await bob.isState('Open');
    await bob.context.setOffline(true);
    // What is connected is silent now; who looks at the page again has it asked, not in 30 s.
    await bob.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await bob.says(/^offline/); // the sentence waits until the last wish is told no more
    await bob.page.reload();
    await bob.isState('Open'); // the door's last word, which was kept
    await bob.says('No connection to the home.');
    expect(await bob.page.locator('.controls button:enabled').count()).toBe(0);
    await bob.picture('no-network');
    await bob.context.setOffline(false);
    await bob.says(/^connected/);
    await bob.canClose();
});

test('without the broker nothing can be asked, and that is said; with it, it goes on by itself', async () => {
    await house.broker.stop();
    await bob.says('No connection to the home.');
    expect(await bob.page.locator('.controls button:enabled').count()).toBe(0);
    await bob.picture('offline');
    await house.broker.start();
    await bob.says(/^connected/);
    await bob.canClose();
});

test('a door that is away is silent, and nobody is told that it has heard', async () => {
    await bob.says(/^proven, /);
    await house.door().stop('SIGKILL');
    await bob.presses('Close');
    await bob.says('The door has not answered.');
    await bob.picture('silent');
    expect((await house.garage().look()).permille).toBe(1000);
    await house.door().start();
    // Over what it said in the life before nothing is obeyed, and a page that is opened now would see just that.
    await until(async () => (await house.tries('status', 'garage', '--json')).said.includes('"boot":2'), 'its second life');
});

test.each([
    ['ahead', YEAR, /^unproven: said 36[56] days ago by this phone’s clock/],
    ['behind', -YEAR, /^unproven: this phone’s clock is 36[56] days behind the door’s/],
])('a clock that is a year %s proves nothing, and the door obeys all the same', async (name, off, words) => {
    const wrong = await bob.anotherPage(Date.now() + off);
    await wrong.says('Open in another tab');
    await wrong.presses('Use it here');
    await wrong.says(words);
    await wrong.picture(`clock-${name}`);
    await wrong.presses('Close');
    await house.garage().stands(0);
    await wrong.holds('Hold to open');
    await house.garage().stands(1000);
    await wrong.page.close();
    await bob.isState('Open'); // the tab that is left is the phone again, by itself
});
