import { describe, expect, test } from 'vitest';

import { closed } from '../../../scenes/scenes';
import type { DoorView } from '../../../src/model';
import { outcomeText } from '../../../src/screen/history';
import { de } from '../../../src/words/de';
import { en } from '../../../src/words/en';
import { ago, refusal } from '../../../src/words/words';

type Said = [path: string, text: string];

/** Every word, those of functions with a number or a name put in. */
function said(words: object, path = ''): Said[] {
    return Object.entries(words).flatMap(([name, word]): Said[] => {
        const here = `${path}.${name}`;
        if (typeof word === 'string') {
            return [[here, word]];
        }
        if (typeof word === 'function') {
            return [1, 2, 200, 9000, 400_000].map((n) => [`${here}(${n})`, (word as (...all: unknown[]) => string)(n, n)]);
        }
        return said(word as object, here);
    });
}

describe.each([
    ['English', en],
    ['German', de],
])('%s', (_, words) => {
    test('has a word for everything', () => {
        expect(said(words).filter(([, text]) => text.trim() === '' || text.includes('undefined'))).toEqual([]);
    });
});

test('of an outcome, the history says what was, without what to do', () => {
    expect(outcomeText('conflict')).toBe('The door had changed meanwhile.');
    expect(outcomeText('done')).toBe('Done.');
});

test('ages are told as people do', () => {
    const ages = [0, 1, 119, 120, 7199, 7200, 172_799, 172_800];
    expect(ages.map((age) => ago(en, age)).join(', ')).toBe(
        'just now, 1 s ago, 119 s ago, 2 min ago, 119 min ago, 2 h ago, 47 h ago, 2 days ago',
    );
    expect(ages.map((age) => ago(de, age)).join(', ')).toBe(
        'gerade eben, vor 1 s, vor 119 s, vor 2 min, vor 119 min, vor 2 h, vor 47 h, vor 2 Tagen',
    );
});

test('both languages have the same words, and no German one was left in English', () => {
    const english = new Map(said(en));
    const german = new Map(said(de));
    expect([...german.keys()]).toEqual([...english.keys()]);
    const same = [...german].filter(([path, text]) => english.get(path) === text).map(([path]) => path);
    expect(same.filter((path) => !/\.passkey$/.test(path))).toEqual([]);
});

describe('a refusal says what the flags know', () => {
    const because = (but: Partial<DoorView>, result: 'locked' | 'state', action: 'open' | 'close' = 'open'): string =>
        refusal(en, result, action, { ...closed, ...but });

    test.each([
        [{ vacation: true }, 'locked', en.notices.vacation.advice],
        [{ lockedOut: true }, 'locked', en.notices.lockedOut.advice],
        [{}, 'locked', en.results.locked],
        [{ fault: true, obstructed: true }, 'state', en.notices.fault.advice],
        [{ obstructed: true }, 'state', en.notices.obstructed.advice],
        [{ state: 'stopped' }, 'state', en.midway],
        [{}, 'state', en.results.state],
    ] as const)('%j, %s', (but, result, text) => {
        expect(because(but, result)).toContain(text);
    });

    test('closing from afar that is not allowed', () => {
        expect(because({ state: 'open' }, 'state', 'close')).toBe(en.notFromAfar);
    });
});
