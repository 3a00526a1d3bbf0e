import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { NOW, scenes } from '../../scenes/scenes';
import { BUILT, launch, look, type Look, originOf, PICTURES, serve } from './stage';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const NARROW = { width: 320, height: 640 };
const PHONE = { width: 390, height: 844 };
const LEAST = 44;

let server: Server;
let browser: Browser;

beforeAll(async () => {
    server = await serve(BUILT);
    browser = await launch();
});

afterAll(async () => {
    await browser?.close();
    server?.close();
});

async function show(page: Page, name: string): Promise<void> {
    await page.evaluate((hash) => {
        location.hash = hash;
    }, name);
    await page.waitForFunction((hash) => document.querySelector('#page')?.getAttribute('data-scene') === hash, name);
}

/**
 * axe waits between two of its rules by a timer of no time at all, which a browser makes 4 ms: of half a
 * second for a scene it only waits for most. In the page: such a timer is up at once, as a task.
 */
function withoutWaiting(): void {
    const wait = window.setTimeout.bind(window);
    const { port1, port2 } = new MessageChannel();
    const due: (() => void)[] = [];
    port1.onmessage = () => due.shift()?.();
    const soon = (act: () => void, time?: number, ...rest: unknown[]): unknown =>
        time ? wait(act, time, ...rest) : port2.postMessage(due.push(act));
    Object.assign(window, { setTimeout: soon });
}

async function axe(page: Page): Promise<string[]> {
    const results = await page.evaluate<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>(
        "axe.run(document, { resultTypes: ['violations'] })",
    );
    return results.violations.flatMap(({ id, nodes }) => nodes.map((n) => `${id}: ${n.html} ${n.failureSummary}`));
}

/** What can be touched and is smaller than a finger. */
function tooSmall(page: Page): Promise<string[]> {
    return page.evaluate((least) => {
        const targets = [...document.querySelectorAll<HTMLElement>('button, summary, input, a, select')];
        return targets
            .filter((target) => target.checkVisibility())
            .map((target) => ({ target, box: target.getBoundingClientRect() }))
            .filter(({ box }) => box.width < least || box.height < least)
            .map(({ target, box }) => `${target.outerHTML.slice(0, 80)} ${box.width} x ${box.height}`);
    }, LEAST);
}

function openAll(open: boolean): void {
    for (const details of document.querySelectorAll('details')) {
        details.open = open;
    }
}

async function wrongWith(page: Page, name: string): Promise<string[]> {
    await show(page, name);
    await page.evaluate(openAll, true);
    const found = await axe(page);
    await page.setViewportSize(NARROW);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > NARROW.width) {
        found.push(`${wide} px wide on a screen of ${NARROW.width}`);
    }
    found.push(...(await tooSmall(page)));
    await page.setViewportSize(PHONE);
    await page.evaluate(openAll, false);
    return found;
}

// German by night and English by day: each language and each scheme is seen in every scene.
const WAYS = [
    { colorScheme: 'light', locale: 'en-GB' },
    { colorScheme: 'dark', locale: 'de-DE' },
] as const;

describe('every scene, light in English and dark in German', () => {
    let looks: (Look & (typeof WAYS)[number])[];

    beforeAll(async () => {
        looks = await Promise.all(
            WAYS.map(async (way) => {
                const context = await browser.newContext({
                    ...way,
                    timezoneId: 'Europe/Berlin',
                    viewport: PHONE,
                    reducedMotion: 'reduce',
                });
                const seen = await look(context, originOf(server), NOW);
                await seen.page.evaluate(withoutWaiting);
                await seen.page.evaluate(AXE);
                return { ...seen, ...way };
            }),
        );
    });

    test.each(Object.keys(scenes))('%s can be read, heard and touched by everybody', async (name) => {
        const both = looks.map(async ({ page, colorScheme }) => {
            const wrong = await wrongWith(page, name);
            await page.screenshot({ path: join(PICTURES, `${name}-${colorScheme}.png`), fullPage: true });
            return wrong.map((what) => `${colorScheme}: ${what}`);
        });
        expect((await Promise.all(both)).flat()).toEqual([]);
    });

    test('speaks the language of the browser', async () => {
        for (const { page, locale } of looks) {
            expect(await page.getAttribute('html', 'lang')).toBe(locale.slice(0, 2));
        }
    });

    test('asks no other host, and nothing is against the policy', () => {
        expect(looks.flatMap(({ complaints }) => complaints)).toEqual([]);
    });
});
