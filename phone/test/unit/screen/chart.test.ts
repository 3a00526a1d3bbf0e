import { expect, test } from 'vitest';

import type { Entry } from '../../../src/model';
import { byDay, byHour, daysBetween, isMovement } from '../../../src/screen/chart';
import { byDays } from '../../../src/screen/history';

const NOON = new Date(2026, 4, 20, 12, 0, 0).getTime();

const entry = (when: number | null, but: Partial<Entry> = {}): Entry => ({
    door: 'garage',
    boot: 1,
    number: 1,
    when,
    what: 'ended',
    who: null,
    own: false,
    result: 'done',
    missingBefore: 0,
    ...but,
});

const at = (day: number, hour: number): number => new Date(2026, 4, day, hour, 30).getTime();

test('the chart of today counts by the hour of the clock on the wall', () => {
    const hours = byHour([entry(at(20, 0)), entry(at(20, 7)), entry(at(20, 7)), entry(at(19, 7)), entry(null)], NOON);
    expect(hours[0]).toBe(1);
    expect(hours[7]).toBe(2);
    expect(hours.reduce((a, b) => a + b)).toBe(3);
});

test('the chart of the week ends with today, and knows nothing of the day before it', () => {
    const days = byDay([entry(at(20, 1)), entry(at(14, 23)), entry(at(14, 0)), entry(at(13, 23)), entry(at(21, 1))], NOON);
    expect(days).toEqual([2, 0, 0, 0, 0, 0, 1]);
});

test('days are counted by the calendar, over the change of the clocks too', () => {
    expect(daysBetween(new Date(2026, 2, 28, 23).getTime(), new Date(2026, 2, 30, 1).getTime())).toBe(2);
    expect(daysBetween(new Date(2026, 9, 24, 1).getTime(), new Date(2026, 9, 26, 23).getTime())).toBe(2);
});

test('a movement is what moved the door, whoever it was', () => {
    expect((['wall', 'remote', 'hand', 'moved', 'ended'] as const).every((what) => isMovement(entry(0, { what })))).toBe(true);
    expect((['answer', 'boot', 'roster', 'lock', 'lockout', 'fault', 'other'] as const).some((what) => isMovement(entry(0, { what })))).toBe(false);
    expect(isMovement(entry(0, { result: 'cancelled' }))).toBe(false);
});

test('the timeline is told by days, and what has no time stands by itself', () => {
    const days = byDays([entry(at(20, 9)), entry(at(20, 1)), entry(null), entry(at(19, 5))]);
    expect(days.map(({ day, entries }) => [day === null, entries.length])).toEqual([
        [false, 2],
        [true, 1],
        [false, 1],
    ]);
});
