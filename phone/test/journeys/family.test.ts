// More than one phone: who is quicker, who has no hours or no openings left, and who is let in no more.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { House } from './bench/house';
import { openBrowser, Phone } from './bench/phone';

// Far enough away for both phones to have their timers set.
const SOON = 1500;

let house: House;
let browser: Browser;
let bob: Phone;
let gus: Phone;
let wanda: Phone;

// Two doors, since each takes one roster in half a minute.
beforeAll(async () => {
    [house, browser] = await Promise.all([House.build({ doors: ['garage', 'shed'] }), openBrowser()]);
    [bob, gus, wanda] = [await Phone.of(house, browser), await Phone.of(house, browser), await Phone.of(house, browser)];
    await bob.joins('bob-phone', 'member', 'raw', '--doors', 'garage');
});

afterAll(async () => {
    await browser?.close();
    await house?.end();
});

async function comesIn(guest: Phone, name: string, ...limits: readonly string[]): Promise<void> {
    await guest.goes(await house.invites(name, 'guest', ...limits));
    await guest.says(/^Welcome!/);
    await guest.presses('Doors');
    await guest.says(/^proven, /);
}

/** All press the big button at the same instant. */
async function pressTogether(...phones: readonly Phone[]): Promise<void> {
    const when = Date.now() + SOON;
    await Promise.all(
        phones.map((phone) =>
            phone.page.evaluate(
                (at) =>
                    new Promise<void>((done) => {
                        setTimeout(() => {
                            document.querySelector<HTMLElement>('.primary')?.click();
                            done();
                        }, at - Date.now());
                    }),
                when,
            ),
        ),
    );
}

test('a guest outside her hours is refused kindly, and the door stays as it is', async () => {
    await comesIn(wanda, 'wanda', '--doors', 'shed', '--window', 'mon-sun 7:00-7:01');
    await wanda.holds('Hold to open');
    await wanda.says('Not at this hour. Ask the owner.');
    await wanda.picture('window');
    await wanda.isState('Closed');
    expect((await house.garage('shed').look()).permille).toBe(0);
    wanda.isClean();
});

test('of two phones at once one is told that somebody was quicker', async () => {
    await comesIn(gus, 'gus', '--doors', 'garage', '--uses', '1');
    await bob.holds('Hold to open');
    await Promise.all([bob.isState('Open'), gus.isState('Open')]);
    await house.garage().stands(1000);
    await pressTogether(bob, gus);
    const late = await Promise.race(
        [bob, gus].map(async (phone) => {
            await phone.says('Somebody was quicker. Look at the door and try again.');
            return phone;
        }),
    );
    await late.picture('quicker');
    await Promise.all([bob.isState('Closed'), gus.isState('Closed')]);
    await house.garage().stands(0);
});

test('a guest opens as often as he may, and is told when it is enough', async () => {
    await gus.holds('Hold to open');
    await Promise.all([bob.isState('Open'), gus.isState('Open')]);
    await gus.presses('Close');
    await Promise.all([bob.isState('Closed'), gus.isState('Closed')]);
    await gus.holds('Hold to open');
    await gus.says('No openings left. Ask the owner.');
    await gus.picture('uses');
    expect((await house.garage().look()).permille).toBe(0);
});

test('a phone that was revoked is told that it is let in no more', async () => {
    await house.signs('revoke', 'bob', '--yes');
    await bob.says('The home does not let this phone in');
    await bob.picture('revoked');
    expect(await bob.page.locator('.controls button:enabled').count()).toBe(0);
});
