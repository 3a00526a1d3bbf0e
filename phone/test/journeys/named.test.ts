// A home with a name of its own, and a certificate of its own authority: what phones believe there, what
// their passkeys are bound to, and the form in which Safari signs.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { toText } from '../../src/bytes/bytes';
import { Reader } from '../../src/bytes/reader';
import { Air } from './bench/air';
import { House } from './bench/house';
import { openBrowser, Phone } from './bench/phone';
import { signsAsSafari } from './bench/safari';

const NAME = 'garage.home.arpa';

let house: House;
let browser: Browser;
let bob: Phone;

// Slow doors: one is met while it travels.
beforeAll(async () => {
    house = await House.build({ host: NAME, travelSeconds: 6, doors: ['garage', 'shed'] });
    browser = await openBrowser(house);
    bob = await Phone.of(house, browser);
    await bob.hasAuthenticator();
});

afterAll(async () => {
    await browser?.close();
    await house?.end();
});

test('a browser that was not told of the home’s root does not show the page', async () => {
    const other = await openBrowser(house, false);
    const stranger = await Phone.of(house, other);
    await expect(stranger.goes()).rejects.toThrow('ERR_CERT_AUTHORITY_INVALID');
    await other.close();
});

test('a phone that was told joins with a passkey, which is bound to that name', async () => {
    await bob.joins('bob-phone', 'member', 'passkey', '--doors', 'garage');
    expect(house.origin).toMatch(/^https:\/\/garage\.home\.arpa:\d+$/);
    expect(await bob.boundTo()).toEqual([NAME]);
    await bob.isState('Closed');
});

test('a reload while the door travels: it is shown where it is, with a stop', async () => {
    await bob.holds('Hold to open');
    await bob.isState('Opening');
    await bob.page.reload();
    await bob.isState('Opening');
    await bob.page.getByRole('button', { name: 'Stop', exact: true }).waitFor();
    await bob.picture('reload');
    await bob.isState('Open');
    await house.garage().stands(1000);
});

test('and it closes again', async () => {
    await bob.presses('Close');
    await bob.isState('Closing soon');
    await bob.isState('Closed');
    await house.garage().stands(0);
    bob.isClean();
});

/** What the authenticator signed over. */
function clientDataOf(command: Uint8Array): string {
    const reader = new Reader(command.slice(1));
    reader.take(48);
    reader.take(reader.u8());
    return toText(reader.take(reader.u16())) ?? '';
}

test('a passkey in Safari’s form, without crossOrigin, opens and closes', async () => {
    const anna = await Phone.of(house, browser);
    const air = await Air.around(anna.page);
    await signsAsSafari(anna.page);
    await anna.joins('anna-phone', 'member', 'passkey', '--doors', 'shed');
    await anna.holds('Hold to open');
    await house.garage('shed').stands(1000);
    await anna.isState('Open');
    await anna.presses('Close');
    await anna.isState('Closed');
    await house.garage('shed').stands(0);
    const commands = air.sent.filter(({ topic, payload }) => topic.includes('/command/') && payload[0] === 2);
    expect(commands.length).toBeGreaterThanOrEqual(2);
    for (const { payload } of commands) {
        expect(clientDataOf(payload)).toMatch(new RegExp(`^{"type":"webauthn.get","challenge":"[\\w-]{43}","origin":"${house.origin}"}$`));
    }
    anna.isClean();
});
