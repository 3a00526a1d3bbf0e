// When and how often somebody may, in words, as his link has it.
import type { Limits } from '../model';
import { locale, words } from './language';

const DAY = 86_400_000;
const MONDAY = 4; // days after 1 January 1970

export const untilText = (when: number): string =>
    words.join.until(new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(when));

const dayText = (day: number, how: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locale, { ...how, timeZone: 'UTC' }).format(day * DAY);

const clock = (minutes: number): string => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;

/** Empty where there is no limit. */
export function limitsText({ days, from, to, last, uses, until }: Limits): string {
    const week = [0, 1, 2, 3, 4, 5, 6].filter((day) => (days >> day) & 1);
    return [
        week.map((day) => dayText(MONDAY + day, { weekday: 'short' })).join(' '),
        from !== to && `${clock(from)}–${clock(to)}`,
        last && words.join.until(dayText(last, { dateStyle: 'medium' })),
        until && untilText(until),
        uses && words.uses(uses),
    ]
        .filter(Boolean)
        .join(', ');
}
