// How often the doors moved: today by the hour, and the last seven days.
import type { JSX } from 'preact';

import type { Entry } from '../model';
import { localeOf, useSpeech } from './language';

const DAY = 86_400_000;
const WIDTH = 240;
const TALL = 56;

const UNMOVED = new Set(['cancelled', 'replaced']);

export function isMovement(entry: Entry): boolean {
    if (entry.what === 'ended') {
        return !UNMOVED.has(entry.result ?? '');
    }
    return entry.what === 'wall' || entry.what === 'remote' || entry.what === 'hand' || entry.what === 'moved';
}

export function midnight(when: number): number {
    return new Date(when).setHours(0, 0, 0, 0);
}

/** Days between two instants by the calendar: a day of 23 or 25 hours is one too. */
export function daysBetween(earlier: number, later: number): number {
    return Math.round((midnight(later) - midnight(earlier)) / DAY);
}

export function byHour(history: readonly Entry[], now: number): number[] {
    const hours = new Array<number>(24).fill(0);
    for (const { when } of history.filter(isMovement)) {
        if (when !== null && daysBetween(when, now) === 0) {
            const hour = new Date(when).getHours();
            hours[hour] = (hours[hour] ?? 0) + 1;
        }
    }
    return hours;
}

/** Oldest first; the last one is today. */
export function byDay(history: readonly Entry[], now: number): number[] {
    const days = new Array<number>(7).fill(0);
    for (const { when } of history.filter(isMovement)) {
        const before = when === null ? -1 : daysBetween(when, now);
        if (before >= 0 && before < 7) {
            days[6 - before] = (days[6 - before] ?? 0) + 1;
        }
    }
    return days;
}

interface Bars {
    readonly title: string;
    readonly counts: readonly number[];
    readonly label: (index: number) => string;
}

function BarChart({ title, counts, label }: Bars): JSX.Element {
    const { words } = useSpeech();
    const most = Math.max(...counts, 4);
    const step = WIDTH / counts.length;
    const total = counts.reduce((a, b) => a + b, 0);
    return (
        <figure>
            <figcaption>{title}</figcaption>
            <svg viewBox={`0 0 ${WIDTH} ${TALL + 16}`} role="img" aria-label={`${title}: ${words.history.sum(total)}`}>
                <path class="axis" d={`M0 ${TALL + 0.5}H${WIDTH}`} />
                {counts.map((count, i) => {
                    const tall = (count / most) * (TALL - 4);
                    return (
                        <g key={i}>
                            <rect class="bar" x={i * step + step * 0.15} y={TALL - tall} width={step * 0.7} height={tall} rx="1.5" />
                            <text x={(i + 0.5) * step} y={TALL + 13} text-anchor="middle">
                                {label(i)}
                            </text>
                        </g>
                    );
                })}
            </svg>
        </figure>
    );
}

export function Charts({ history, now }: { history: readonly Entry[]; now: number }): JSX.Element {
    const { tag, words } = useSpeech();
    const weekday = new Intl.DateTimeFormat(localeOf(tag), { weekday: 'short' });
    return (
        <div class="charts">
            <BarChart
                title={words.history.byHour}
                counts={byHour(history, now)}
                label={(i) => (i % 6 === 0 ? String(i) : '')}
            />
            <BarChart
                title={words.history.byDay}
                counts={byDay(history, now)}
                label={(i) => weekday.format(midnight(now) - (6 - i) * DAY + DAY / 2)}
            />
        </div>
    );
}
