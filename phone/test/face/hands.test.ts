// What hands, keys and aids do to the page, and what it asks of the floor then.
import type { Server } from 'node:http';

import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { NOW } from '../../scenes/scenes';
import { BUILT, launch, look, originOf, serve } from './stage';

// The ring takes 700 ms; a busy machine is late, never early.
const LONG = 1500;
const SHORT = 150;

let server: Server;
let browser: Browser;
const pages = new Map<string, Page>();

beforeAll(async () => {
    server = await serve(BUILT);
    browser = await launch();
});

afterAll(async () => {
    await browser?.close();
    server?.close();
});

/** The page at a scene, as if it had just been opened. */
async function scene(name: string, options: BrowserContextOptions = {}): Promise<Page> {
    const wanted = JSON.stringify(options);
    let page = pages.get(wanted);
    if (!page) {
        const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 390, height: 844 }, ...options });
        ({ page } = await look(context, originOf(server), NOW));
        pages.set(wanted, page);
    }
    for (const hash of ['', name]) {
        await page.evaluate((to) => {
            location.hash = to;
        }, hash);
        await page.waitForSelector(`[data-scene="${hash}"]`, { state: 'attached' });
    }
    return page;
}

const asked = (page: Page): Promise<unknown[]> => page.evaluate(() => (window as unknown as { asked: unknown[] }).asked);

async function middleOf(page: Page, selector: string): Promise<{ x: number; y: number }> {
    const box = await page.locator(selector).boundingBox();
    if (!box) {
        throw new Error(`${selector} is not there`);
    }
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

const OPENED = ['ask', 'garage', 'open', 0];

describe('hold to open', () => {
    test('opens when the mouse has held it until the ring was full', async () => {
        const page = await scene('closed');
        const { x, y } = await middleOf(page, '.primary');
        await page.mouse.move(x, y);
        await page.mouse.down();
        await page.waitForFunction(() => (window as unknown as { asked: unknown[] }).asked.length > 0);
        await page.mouse.up();
        expect(await asked(page)).toEqual([OPENED]);
    });

    test('does nothing on a slip, and says how it is meant', async () => {
        const page = await scene('closed');
        await page.locator('.primary').click({ delay: SHORT });
        await page.waitForSelector('text=Hold it longer');
        await page.waitForTimeout(LONG);
        expect(await asked(page)).toEqual([]);
    });

    test('does nothing where the finger leaves it', async () => {
        const page = await scene('closed');
        const { x, y } = await middleOf(page, '.primary');
        await page.mouse.move(x, y);
        await page.mouse.down();
        await page.waitForTimeout(SHORT);
        await page.mouse.move(x, y + 300);
        await page.waitForTimeout(LONG);
        await page.mouse.up();
        expect(await asked(page)).toEqual([]);
    });

    test.each(['Enter', ' '])('opens when the key %j was held, not when it was tapped', async (key) => {
        const page = await scene('closed');
        await page.focus('.primary');
        await page.keyboard.press(key, { delay: SHORT });
        await page.waitForTimeout(LONG);
        expect(await asked(page)).toEqual([]);
        await page.keyboard.down(key);
        await page.waitForTimeout(SHORT);
        await page.keyboard.down(key); // it repeats while it is held
        await page.waitForFunction(() => (window as unknown as { asked: unknown[] }).asked.length > 0);
        await page.keyboard.up(key);
        expect(await asked(page)).toEqual([OPENED]);
    });

    test('asks once more where an aid presses it without a pointer', async () => {
        const page = await scene('closed');
        const press = (): Promise<void> => page.evaluate(() => document.querySelector<HTMLElement>('.primary')?.click());
        await press();
        await page.waitForSelector('text=Press again to open');
        expect(await asked(page)).toEqual([]);
        await press();
        expect(await asked(page)).toEqual([OPENED]);
    });

    test('waits for the end of a touch, where only that counts as a gesture', async () => {
        const page = await scene('closed', { hasTouch: true, colorScheme: 'dark' });
        await page.evaluate(() => {
            const state = { isActive: false };
            Object.defineProperty(navigator, 'userActivation', { value: state });
        });
        const at = await middleOf(page, '.primary');
        const fingers = await page.context().newCDPSession(page);
        await fingers.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] });
        await page.waitForSelector('text=Let go');
        expect(await asked(page)).toEqual([]);
        await fingers.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
        await page.waitForFunction(() => (window as unknown as { asked: unknown[] }).asked.length > 0);
        expect(await asked(page)).toEqual([OPENED]);
    });

    test('with a key that asks nobody, opens as soon as the ring is full', async () => {
        const page = await scene('guest', { hasTouch: true });
        const at = await middleOf(page, '.primary');
        const fingers = await page.context().newCDPSession(page);
        await fingers.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] });
        await page.waitForFunction(() => (window as unknown as { asked: unknown[] }).asked.length > 0);
        expect(await asked(page)).toEqual([OPENED]);
    });
});

describe('one tap', () => {
    test.each([
        ['open', '.primary', ['ask', 'garage', 'close']],
        ['warning', '.primary', ['ask', 'garage', 'stop']],
        ['closing', '.primary', ['ask', 'garage', 'stop']],
        ['opening', '.primary', ['ask', 'garage', 'stop']],
        ['unknown', '.small.stop', ['ask', 'garage', 'stop']],
        ['stale-closed', '.small.stop', ['ask', 'garage', 'stop']],
        ['closed', '.small.stop', ['ask', 'garage', 'stop']],
        ['join-passkey', '.wide', ['join', 'passkey']],
        ['join-passkey', '.second', ['join', 'raw']],
        ['elsewhere', '.wide', ['takeOver']],
        ['join-failed-used', '.second', ['dismiss']],
    ])('in %s on %s asks %j', async (name, selector, expected) => {
        const page = await scene(name);
        await page.click(selector);
        expect((await asked(page)).map((words) => (words as unknown[]).filter((word) => typeof word === 'string'))).toEqual([
            expected,
        ]);
    });

    test('off line nothing can be asked', async () => {
        const page = await scene('offline');
        expect(await page.locator('.controls button:enabled').count()).toBe(0);
    });
});

describe('the rest', () => {
    test('the vacation lock is put on and lifted by the owner, and not shown to others', async () => {
        const page = await scene('vacation');
        await page.click('summary');
        await page.click('text=Vacation lock off');
        expect(await asked(page)).toEqual([['ask', 'garage', 'lock', 0]]);
        await scene('guest');
        await page.click('summary');
        expect(await page.locator('.small.lock').count()).toBe(0);
    });

    test('a phone is forgotten only by whoever says so twice', async () => {
        const page = await scene('settings');
        await page.click('text=Forget this phone');
        await page.click('text=Keep it');
        expect(await asked(page)).toEqual([]);
        await page.click('text=Forget this phone');
        await page.click('text=Forget it');
        expect(await asked(page)).toHaveLength(1);
    });

    test('the language is changed at once, and kept', async () => {
        const page = await scene('settings', { colorScheme: 'light' });
        await page.click('text=Deutsch');
        await page.waitForSelector('text=Dieses Telefon vergessen');
        await page.reload();
        await page.waitForSelector('text=Dieses Telefon vergessen');
        expect(await page.getAttribute('html', 'lang')).toBe('de');
    });

    test('a link is pasted where the page was not opened by it', async () => {
        const page = await scene('stranger');
        await page.fill('input', ' https://home.example/#AQE ');
        await page.keyboard.press('Enter');
        expect(await asked(page)).toEqual([['useLink', 'https://home.example/#AQE']]);
    });

    test('guests have no history', async () => {
        expect(await (await scene('guest')).locator('nav button').allTextContents()).toEqual(['Doors', 'Settings']);
        expect(await (await scene('closed')).locator('nav button').count()).toBe(3);
    });

    test('the age grows, turns grey after 150 s, and is not read aloud each second', async () => {
        const page = await scene('closed');
        await page.clock.setSystemTime(NOW);
        await page.clock.resume();
        await page.evaluate(() => {
            const spoken: string[] = [];
            Object.assign(window, { spoken });
            const ears = new MutationObserver((all) => spoken.push(...all.map((one) => String(one.target.textContent))));
            for (const live of document.querySelectorAll('[role=status], [aria-live]')) {
                ears.observe(live, { subtree: true, childList: true, characterData: true });
            }
        });
        await page.waitForSelector('text=proven, 6 s ago');
        expect(await page.evaluate(() => (window as unknown as { spoken: string[] }).spoken)).toEqual([]);
        await page.clock.fastForward(200_000);
        await page.waitForSelector('.stale >> text=unproven');
    });

    test('whoever closes by a key has the cancel under it', async () => {
        const page = await scene('open');
        const becomes = (name: string): Promise<void> =>
            page.evaluate((to) => (window as unknown as { becomes(name: string): void }).becomes(to), name);
        const focused = (): Promise<string | null | undefined> => page.evaluate(() => document.activeElement?.textContent);
        await page.focus('.primary');
        await page.keyboard.press('Enter');
        await becomes('warning');
        expect(await focused()).toMatch(/Cancel$/);
        await becomes('closing');
        expect(await focused()).toBe('Stop');
        await page.focus('.small');
        await becomes('closed');
        expect(await focused()).not.toBe('Hold to open');
    });

    test('what is not fresh is heard as unproven, and so is what is wrong with it', async () => {
        const page = await scene('all-wrong-stale');
        expect(await page.locator('.state').textContent()).toBe('Not known, unproven');
        expect(await page.locator('.notice strong').allTextContents()).toEqual([
            'Locked out, unproven',
            'The switches contradict each other, unproven',
            'Vacation lock, unproven',
        ]);
        await scene('all-wrong');
        expect(await page.locator('.state').textContent()).toBe('Not known');
    });

    test('an outcome that was told for a minute does not come back with the tab', async () => {
        const page = await scene('closed');
        await page.clock.setFixedTime(NOW);
        await scene('refused-conflict');
        await page.waitForSelector('text=The door had changed meanwhile');
        await page.clock.setFixedTime(NOW + 61_000);
        await page.click('nav >> text=Settings');
        await page.click('nav >> text=Doors');
        await page.waitForFunction(() => document.querySelector('.wish')?.textContent === '');
        await page.clock.setFixedTime(NOW);
    });

    test('a guest is told his hours, his openings and which door does not know him yet', async () => {
        const page = await scene('joined-guest');
        const text = await page.locator('.page').textContent();
        expect(text).toContain('Waiting for: carport');
        expect(text).toMatch(/Mon Tue Wed Thu Fri, 7:00–9:00, good until 27 May 2026, good until .*, 3 openings/);
        await scene('joined');
        expect(await page.locator('.page h2').textContent()).toBe('Welcome!');
    });

    test('nothing jumps: the big button stays where it is', async () => {
        const places: unknown[] = [];
        for (const name of ['closed', 'opening', 'open', 'warning', 'closing', 'unknown', 'offline', 'unheard', 'refused-conflict']) {
            places.push(await (await scene(name)).locator('.primary').boundingBox());
        }
        expect(new Set(places.map((place) => JSON.stringify(place))).size).toBe(1);
    });

    test('the leaf stands where the door said, and glides there', async () => {
        const page = await scene('opening');
        const raised = await page.locator('.leaves').evaluate((leaf) => getComputedStyle(leaf).getPropertyValue('--raise'));
        expect(raised).toBe(`${(-156 * 52) / 100}px`);
        expect(await page.locator('.leaves').evaluate((leaf) => getComputedStyle(leaf).transitionDuration)).toBe('1s');
        expect(await (await scene('unknown')).locator('.leaves').count()).toBe(0);
    });
});
