// How often the doors moved: today by the hour, and the last seven days.
import type { JSX } from 'preact';

import type { Entry, What } from '../model';
import { locale, words } from './language';

const DAY = 86_400_000;
const WIDTH = 240;
const TALL = 56;

const MOVED: readonly What[] = ['ended', 'wall', 'remote', 'hand', 'moved'];

export const isMovement = ({ what, result }: Entry): boolean =>
    MOVED.includes(what) && result !== 'cancelled' && result !== 'replaced';

export function midnight(when: number): number {
    return new Date(when).setHours(0, 0, 0, 0);
}

/** Days between two instants by the calendar: a day of 23 or 25 hours is one too. */
export function daysBetween(earlier: number, later: number): number {
    return Math.round((midnight(later) - midnight(earlier)) / DAY);
}

/** Counts movements by where `place` puts them; -1: nowhere. */
function tally(size: number, history: readonly Entry[], place: (when: number) => number): number[] {
    const counts = new Array<number>(size).fill(0);
    for (const entry of history) {
        const at = entry.when !== null && isMovement(entry) ? place(entry.when) : -1;
        const count = counts[at];
        if (count !== undefined) {
            counts[at] = count + 1;
        }
    }
    return counts;
}

export const byHour = (history: readonly Entry[], now: number): number[] =>
    tally(24, history, (when) => (daysBetween(when, now) === 0 ? new Date(when).getHours() : -1));

/** Oldest first; the last one is today. */
export const byDay = (history: readonly Entry[], now: number): number[] =>
    tally(7, history, (when) => 6 - daysBetween(when, now));

interface Bars {
    readonly title: string;
    readonly counts: readonly number[];
    readonly label: (index: number) => string;
}

function BarChart({ title, counts, label }: Bars): JSX.Element {
    const most = Math.max(...counts, 4);
    const step = WIDTH / counts.length;
    const total = counts.reduce((a, b) => a + b);
    const bar = (count: number, i: number): string => {
        const tall = (count / most) * TALL;
        return `M${(i + 0.15) * step} ${TALL}v${-tall}h${0.7 * step}v${tall}z`;
    };
    return (
        <figure>
            <figcaption>{title}</figcaption>
            <svg viewBox={`0 0 ${WIDTH} ${TALL + 16}`} role="img" aria-label={`${title}: ${words.history.sum(total)}`}>
                <path class="axis" d={`M0 ${TALL}h${WIDTH}`} />
                <path class="bar" d={counts.map(bar).join('')} />
                {counts.map((_, i) => (
                    <text key={i} x={(i + 0.5) * step} y={TALL + 13}>
                        {label(i)}
                    </text>
                ))}
            </svg>
        </figure>
    );
}

export function Charts({ history, now }: { history: readonly Entry[]; now: number }): JSX.Element {
    const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short' });
    const dayOf = (i: number): string => weekday.format(midnight(now) - (6 - i) * DAY + DAY / 2);
    return (
        <div class="charts">
            <BarChart
                title={words.history.byHour}
                counts={byHour(history, now)}
                label={(i) => (i % 6 ? '' : String(i))}
            />
            <BarChart title={words.history.byDay} counts={byDay(history, now)} label={dayOf} />
        </div>
    );
}
