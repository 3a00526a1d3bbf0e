import { expect, test } from 'vitest';

import type { Limits } from '../../../src/model';
import { limitsText } from '../../../src/screen/limits';

const text = (but: Partial<Limits>): string =>
    limitsText({ days: 0, from: 0, to: 0, last: 0, uses: 0, until: 0, ...but });

test('who has no limit is told of none', () => {
    expect(text({})).toBe('');
});

test.each<[Partial<Limits>, string]>([
    [{ days: 0x1f, from: 420, to: 545 }, 'Mon Tue Wed Thu Fri, 7:00–9:05'],
    [{ days: 0x41 }, 'Mon Sun'],
    [{ from: 1320, to: 360 }, '22:00–6:00'],
    [{ uses: 1 }, '1 opening'],
    [{ days: 0x20, uses: 3 }, 'Sat, 3 openings'],
    [{ last: 20_593 }, 'good until May 20, 2026'],
])('%j is said as %j', (but, said) => {
    expect(text(but)).toBe(said);
});

test('the end of a guest’s key is told by the clock of the phone', () => {
    expect(text({ until: new Date(2026, 4, 20, 15, 42).getTime() })).toMatch(/^good until May 20, 2026, 3:42/);
});
