// The same with the door's firmware on the emulated board of 64 KB: PORTCULLIS_DOOR names its program.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { House } from '../bench/house';
import { openBrowser, Phone } from '../bench/phone';
import { isWithin, tap } from '../bench/tap';

const CANCELLED_WITHIN = 300; // ms, and one verification
const VERIFICATION = 350; // ms, on the board itself; the emulator is quicker where it has a processor

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

test('a phone joins at the board with a passkey, opens and closes', async () => {
    await bob.joins('bob-phone', 'member', 'passkey');
    await bob.isState('Closed');
    await bob.holds('Hold to open');
    await bob.isState('Open');
    await house.garage().stands(1000);
    await bob.presses('Close');
    await bob.says(/^closes in [1-5] s$/);
    await bob.isState('Closed');
    await house.garage().stands(0);
});

test('a cancel needs no fingerprint, and the board one verification', async () => {
    await bob.holds('Hold to open');
    await bob.isState('Open');
    const cancels: number[] = [];
    for (let round = 0; round < 3; round++) {
        await bob.presses('Close');
        await bob.isState('Closing soon');
        await bob.verifies(false);
        cancels.push(await tap(bob, 'Cancel'));
        await bob.isState('Open');
        await bob.verifies(true);
    }
    expect(await house.garage().look()).toEqual({ permille: 1000, moves: false });
    await isWithin(CANCELLED_WITHIN + VERIFICATION, cancels, bob);
    bob.isClean();
});
