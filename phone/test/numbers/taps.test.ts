// From the tap to the door's signed Ack, verified and shown. The lamp blinks, nothing moves.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';

import { House } from '../journeys/bench/house';
import { openBrowser, Phone } from '../journeys/bench/phone';
import { pause } from '../journeys/bench/programs';
import { tap } from '../journeys/bench/tap';
import { SHORT, tell } from './told';

const ROUNDS = SHORT ? 2 : 50;
// ms: the door publishes its Epoch once a second, and who taps in between is told of a CONFLICT first; of
// one user it takes a command every 4 s.
const NEXT_EPOCH = 1250;
const PHONES = [
    { user: 'ann-phone', key: 'raw' },
    { user: 'ben-phone', key: 'passkey' },
    { user: 'cleo-phone', key: 'raw' },
    { user: 'dan-phone', key: 'passkey' },
] as const;

// ms: each round takes two of the commands that the door takes of one user.
const TWO_TOKENS = 8500;

let house: House;
let browser: Browser;
const phones: Phone[] = [];

beforeAll(async () => {
    [house, browser] = await Promise.all([House.build(), openBrowser()]);
});

afterAll(async () => {
    await browser?.close();
    await house?.end();
});

async function joined(user: string, key: 'raw' | 'passkey'): Promise<Phone> {
    const phone = await Phone.of(house, browser);
    await phone.hasAuthenticator();
    await phone.joins(user, 'member', key);
    await phone.page.locator('summary').click();
    return phone;
}

test('a tap until the door has answered', async () => {
    const taken = { raw: [] as number[], passkey: [] as number[] };
    for (const { user, key } of PHONES) {
        phones.push(await joined(user, key));
    }
    for (let round = 0; round < ROUNDS; round++) {
        for (const [at, phone] of phones.entries()) {
            await phone.page.bringToFront();
            taken[PHONES[at]!.key].push(await tap(phone, 'Blink the lamp'));
            await pause(NEXT_EPOCH);
        }
    }
    tell('raw key', taken.raw);
    tell('passkey', taken.passkey);
});

test('a cancel, without the passkey', async () => {
    const taken: number[] = [];
    const [, ben, , dan] = phones;
    await pause(TWO_TOKENS);
    await ben!.page.bringToFront();
    await ben!.holds('Hold to open');
    await ben!.isState('Open');
    for (let round = 0; round < ROUNDS; round++) {
        const phone = round % 2 === 0 ? ben! : dan!;
        await phone.page.bringToFront();
        await pause(TWO_TOKENS / 2);
        await phone.presses('Close');
        await phone.isState('Closing soon');
        taken.push(await tap(phone, 'Cancel'));
        await phone.isState('Open');
    }
    tell('cancel', taken);
});
