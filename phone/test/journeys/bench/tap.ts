// From a tap to the door's answer, verified and shown, by the page's own clock.
import type { Phone } from './phone';
import { pause, WITHIN } from './programs';

const NEXT_TOKEN = 4500; // ms: of one user the door takes a command every 4 s

type Tapped = Window & { tap: Promise<number> };

/** In the page: how long the next tap takes until these words come to stand there. */
function watchTap([taken, within]: readonly [string, number]): void {
    const words = document.querySelector('.wish')!;
    const hear = (click: Event, resolve: (ms: number) => void): void => {
        // The tap before may have left the same words.
        let gone = words.textContent !== taken;
        const seen = new MutationObserver(() => {
            if (words.textContent !== taken) {
                gone = true;
            } else if (gone) {
                seen.disconnect();
                resolve(performance.now() - click.timeStamp);
            }
        });
        seen.observe(words, { childList: true, characterData: true, subtree: true });
    };
    (window as unknown as Tapped).tap = new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error(`it says: ${words.textContent}`)), within);
        document.addEventListener('click', (click) => hear(click, resolve), { capture: true, once: true });
    });
}

/** In ms, of a button that a tap is enough for. */
export async function tap(phone: Phone, button: string): Promise<number> {
    await phone.page.evaluate(watchTap, ['The door has taken it.', WITHIN] as const);
    await phone.presses(button);
    return phone.page.evaluate(() => (window as unknown as Tapped).tap);
}

/**
 * The middle of some answers came within so many ms, or, on a machine that is busy, nearly as soon as the
 * answers to what goes the same way and moves nothing.
 */
export async function isWithin(ms: number, taken: readonly number[], phone: Phone): Promise<void> {
    let limit = ms;
    let others: readonly number[] = [];
    if (middle(taken) >= ms) {
        await phone.page.locator('summary').click();
        for (let round = 0; round < 3; round++) {
            await pause(NEXT_TOKEN);
            others = [...others, await tap(phone, 'Blink the lamp')];
        }
        limit = Math.max(ms, 1.5 * middle(others));
    }
    const told = (times: readonly number[]): string => times.map(Math.round).join(', ');
    console.log(`result: a cancel was answered in ${told(taken)} ms${others.length > 0 ? `, others in ${told(others)} ms` : ''}`);
    if (middle(taken) >= limit) {
        throw new Error(`a cancel was answered in ${told(taken)} ms; the limit is ${limit} ms`);
    }
}

export const middle = (numbers: readonly number[]): number =>
    [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
