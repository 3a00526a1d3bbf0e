// More than one phone: who is quicker, who has no hours or no openings left, and who is let in no more.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { House } from './bench/house';
import { openBrowser, Phone } from './bench/phone';

// Far enough away for both phones to have their timers set.
const SOON = 1500;

const TAKEN = 'The door has taken it.';
const QUICKER = 'The door had changed meanwhile. Look at it and press again.';
const ANSWERED = new RegExp(`^(${TAKEN}|${QUICKER})$`);

let house: House;
let browser: Browser;
let bob: Phone;
let gus: Phone;
let wanda: Phone;

// Two doors, since each takes one roster in half a minute; who needs one later comes later.
beforeAll(async () => {
    [house, browser] = await Promise.all([House.build({ doors: ['garage', 'shed'] }), openBrowser()]);
    [bob, gus, wanda] = [await Phone.of(house, browser), await Phone.of(house, browser), await Phone.of(house, browser)];
    await house.does('time');
});

afterAll(async () => {
    await browser?.close();
    await house?.end();
});

/** A window of every day, in hours from now. */
function hours(from: number, to: number): string {
    const at = (later: number): string => {
        const time = new Date(Date.now() + later * 3_600_000);
        return `${time.getHours()}:${String(time.getMinutes()).padStart(2, '0')}`;
    };
    return `mon-sun ${at(from)}-${at(to)}`;
}

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
    await comesIn(wanda, 'wanda', '--doors', 'shed', '--window', hours(2, 3));
    await wanda.holds('Hold to open');
    await wanda.says('Not at this hour. Ask the owner.');
    await wanda.picture('window');
    await wanda.isState('Closed');
    expect((await house.garage('shed').look()).permille).toBe(0);
    wanda.isClean();
});

test('a guest opens within his hours as often as he may, and is told when it is enough', async () => {
    await comesIn(gus, 'gus', '--doors', 'garage', '--uses', '2', '--window', hours(-2, 3));
    for (let use = 0; use < 2; use++) {
        await gus.holds('Hold to open');
        await gus.isState('Open');
        await gus.presses('Close');
        await gus.isState('Closed');
    }
    await gus.holds('Hold to open');
    await gus.says('No openings left. Ask the owner.');
    await gus.picture('uses');
    expect((await house.garage().look()).permille).toBe(0);
});

test('of two phones at once one is told that the door had changed, and both what becomes of it', async () => {
    await bob.joins('bob-phone', 'member', 'raw', '--doors', 'garage');
    await bob.holds('Hold to open');
    await Promise.all([bob.isState('Open'), gus.isState('Open')]);
    await house.garage().stands(1000);
    await bob.says('Done.');
    const answers = [bob, gus].map((phone) => phone.page.locator('.wish', { hasText: ANSWERED }).textContent());
    await pressTogether(bob, gus);
    expect((await Promise.all(answers)).sort()).toEqual([QUICKER, TAKEN]);
    await bob.picture('quicker-bob');
    await gus.picture('quicker-gus');
    await Promise.all([bob.isState('Closed'), gus.isState('Closed')]);
    await house.garage().stands(0);
    gus.isClean();
});

test('a phone that was revoked is told that it is let in no more', async () => {
    await house.signs('revoke', 'bob', '--yes');
    await bob.says('The home does not let this phone in');
    await bob.picture('revoked');
    expect(await bob.page.locator('.controls button:enabled').count()).toBe(0);
});
