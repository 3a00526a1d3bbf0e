// A day with the door: join, open, close with its countdown, cancel.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { House } from './bench/house';
import { openBrowser, Phone } from './bench/phone';
import { until } from './bench/programs';

let house: House;
let browser: Browser;
let bob: Phone;

beforeAll(async () => {
    [house, browser] = await Promise.all([House.build(), openBrowser()]);
    bob = await Phone.of(house, browser);
    await bob.hasAuthenticator();
});

afterAll(async () => {
    await browser?.close();
    await house?.end();
});

test('by the link bob joins with a passkey, and the link leaves the address at once', async () => {
    const link = house.invites('bob-phone', 'member');
    await bob.goes(link);
    await bob.says('bob-phone');
    expect(bob.page.url()).toBe(`${house.origin}/`);
    await bob.presses('Join with a passkey');
    const digits = await bob.digits();
    expect(digits).toMatch(/^\d{12}$/);
    await bob.picture('compare');
    house.accepts('bob-phone', digits);
    await bob.says(/^Welcome!/);
    await bob.presses('Doors');
    await bob.isState('Closed');
    await bob.picture('closed');
});

test('he holds the button, and the door opens', async () => {
    await bob.holds('Hold to open');
    await bob.isState('Opening');
    await bob.isState('Open');
    await house.garage().stands(1000);
});

test('he closes it: it warns for five seconds, and then it closes', async () => {
    await bob.presses('Close');
    await bob.isState('Closing soon');
    await bob.says(/^closes in [1-5] s$/);
    await bob.picture('countdown');
    expect((await house.garage().look()).permille).toBe(1000);
    await bob.isState('Closed');
    await house.garage().stands(0);
});

test('a cancel within the warning needs no fingerprint, and nothing moves', async () => {
    await bob.holds('Hold to open');
    await bob.isState('Open');
    await bob.presses('Close');
    await bob.isState('Closing soon');
    await bob.verifies(false);
    const begun = Date.now();
    await bob.presses('Cancel');
    await bob.isState('Open');
    console.log(`result: cancelled in ${Date.now() - begun} ms`);
    await until(async () => (await house.garage().look()).permille === 1000, 'it stays open');
    await bob.verifies(true);
});

test('the history tells who did what, with names', async () => {
    await bob.presses('History');
    await bob.says('you');
    await bob.picture('history');
    await bob.presses('Doors');
});

test('after a reload all is there again', async () => {
    await bob.page.reload();
    await bob.isState('Open');
    await bob.presses('Close');
    await bob.isState('Closed');
});

test('nothing was asked of another host, and nothing was said on the console', async () => {
    await bob.isClean();
});
