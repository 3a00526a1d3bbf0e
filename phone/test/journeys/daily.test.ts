// A day with the door: join, open, close with its countdown, cancel; and links that
// let nobody in.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { House } from './bench/house';
import { openBrowser, Phone } from './bench/phone';
import { isWithin, tap } from './bench/tap';

const CANCELLED_WITHIN = 300; // ms, tap to signed Ack

let house: House;
let browser: Browser;
let bob: Phone;
let spent: string;

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
    const link = await house.invites('bob-phone', 'member');
    spent = link;
    await bob.goes(link);
    await bob.says('bob-phone');
    expect(bob.page.url()).toBe(`${house.origin}/`);
    await bob.presses('Join with a passkey');
    const digits = await bob.digits();
    expect(digits).toMatch(/^\d{12}$/);
    await bob.picture('compare');
    await house.accepts('bob-phone', digits);
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
    const taken: number[] = [];
    for (let round = 0; round < 3; round++) {
        await bob.presses('Close');
        await bob.isState('Closing soon');
        await bob.verifies(false);
        taken.push(await tap(bob, 'Cancel'));
        await bob.isState('Open');
        await bob.verifies(true);
    }
    expect(await house.garage().look()).toEqual({ permille: 1000, moves: false });
    await isWithin(CANCELLED_WITHIN, taken, bob);
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

test('where the person is not verified, nothing is sent', async () => {
    await bob.verifies(false);
    await bob.holds('Hold to open');
    await bob.says('It was not confirmed, so nothing was sent.');
    expect(await house.garage().look()).toEqual({ permille: 0, moves: false });
    await bob.verifies(true);
});

test('a second tab says so, and takes over when it is asked to', async () => {
    const second = await bob.context.newPage();
    await second.goto(house.origin);
    await second.getByText('Open in another tab').waitFor();
    await second.getByRole('button', { name: 'Use it here' }).click();
    await second.locator('.state', { hasText: 'Closed' }).waitFor();
    await bob.says('Open in another tab');
    await second.close();
    await bob.isState('Closed'); // it stood in line
});

test('of two phones with one photographed link neither is let in, and the owner is told', async () => {
    const link = await house.invites('erin-phone', 'member');
    const both = [await Phone.of(house, browser), await Phone.of(house, browser)];
    for (const phone of both) {
        await phone.goes(link);
        await phone.page.getByRole('button', { name: /^Join without one/ }).click();
        await phone.digits();
    }
    const { code, said } = await house.tries('invite', 'accept', 'erin-phone', '--digits', await both[0]!.digits());
    expect(said).toContain('erin-phone was not let in, and his invitation is dead');
    expect(code).toBe(1);
    for (const phone of both) {
        await phone.says(/^The invitation was used already/);
        phone.isClean();
        await phone.close();
    }
});

test('a spent invitation is told as used, to whomever has photographed it', async () => {
    const thief = await Phone.of(house, browser);
    await thief.goes(spent);
    await thief.page.getByRole('button', { name: /^Join without one/ }).click();
    await thief.says(/^The invitation was used already/);
    await thief.close();
});

test('half a link is told as such, and leaves the address as well', async () => {
    const other = await Phone.of(house, browser);
    await other.goes(spent.slice(0, -20));
    await other.says('The link is not whole. Try again.');
    expect(other.page.url()).toBe(`${house.origin}/`);
    await other.close();
});

test('nothing was asked of another host, and nothing was said on the console', () => {
    bob.isClean();
});
