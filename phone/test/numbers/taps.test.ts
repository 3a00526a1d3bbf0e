// From the tap to the door's signed Ack, verified and shown. The lamp blinks, nothing moves.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';

import { House } from '../journeys/bench/house';
import { openBrowser, Phone } from '../journeys/bench/phone';
import { pause } from '../journeys/bench/programs';
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

let house: House;
let browser: Browser;

beforeAll(async () => {
    [house, browser] = await Promise.all([House.build(), openBrowser()]);
});

afterAll(async () => {
    await browser?.close();
    await house?.end();
});

/** In the page: how long the next tap takes until these words stand there, by the page's own clock. */
function watchTap(taken: string): void {
    const words = document.querySelector('.wish')!;
    const page = window as unknown as { tap: Promise<number> };
    page.tap = new Promise((resolve) => {
        const hear = (click: Event): void => {
            const seen = new MutationObserver(() => {
                if (words.textContent === taken) {
                    seen.disconnect();
                    resolve(performance.now() - click.timeStamp);
                }
            });
            seen.observe(words, { childList: true, characterData: true, subtree: true });
        };
        document.addEventListener('click', hear, { capture: true, once: true });
    });
}

async function tap(phone: Phone): Promise<number> {
    await phone.page.evaluate(watchTap, 'The door has taken it.');
    await phone.presses('Blink the lamp');
    return phone.page.evaluate(() => (window as unknown as { tap: Promise<number> }).tap);
}

async function joined(user: string, key: 'raw' | 'passkey'): Promise<Phone> {
    const phone = await Phone.of(house, browser);
    await phone.hasAuthenticator();
    await phone.joins(user, 'member', key);
    await phone.page.locator('summary').click();
    return phone;
}

test('a tap until the door has answered', async () => {
    const taken = { raw: [] as number[], passkey: [] as number[] };
    const phones: Phone[] = [];
    for (const { user, key } of PHONES) {
        phones.push(await joined(user, key));
    }
    for (let round = 0; round < ROUNDS; round++) {
        for (const [at, phone] of phones.entries()) {
            await phone.page.bringToFront();
            taken[PHONES[at]!.key].push(await tap(phone));
            await pause(NEXT_EPOCH);
        }
    }
    tell('raw key', taken.raw);
    tell('passkey', taken.passkey);
});
