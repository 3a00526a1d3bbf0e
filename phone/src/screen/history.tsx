// Who, what, when: the door's signed Events as a timeline, newest first, with its gaps.
import type { JSX } from 'preact';

import type { Entry } from '../model';
import type { Words } from '../words/words';
import { Charts, midnight } from './chart';
import { useNow } from './clock';
import { localeOf, useSpeech } from './language';

// More is kept than can be read.
const SHOWN = 200;

interface Day {
    readonly day: number | null;
    readonly entries: Entry[];
}

export function byDays(history: readonly Entry[]): Day[] {
    const days: Day[] = [];
    for (const entry of history) {
        const day = entry.when === null ? null : midnight(entry.when);
        const last = days[days.length - 1];
        if (last && last.day === day) {
            last.entries.push(entry);
        } else {
            days.push({ day, entries: [entry] });
        }
    }
    return days;
}

const BY_SOMEBODY = new Set(['answer', 'ended', 'lock', 'roster']);

function whoText(words: Words, entry: Entry): string {
    if (entry.own) {
        return words.history.own;
    }
    return entry.who ?? (BY_SOMEBODY.has(entry.what) ? words.history.nobody : '');
}

function Line({ entry, several }: { entry: Entry; several: boolean }): JSX.Element {
    const { tag, words } = useSpeech();
    const clock = new Intl.DateTimeFormat(localeOf(tag), { hour: '2-digit', minute: '2-digit' });
    const who = whoText(words, entry);
    const outcome = entry.result ? words.history.outcome[entry.result] : '';
    return (
        <>
            <li class={entry.what}>
                <time>{entry.when === null ? '–' : clock.format(entry.when)}</time>
                <span>
                    {who && <strong>{who}: </strong>}
                    {words.history.what[entry.what]}
                    {outcome && `, ${outcome}`}
                    {several && <small> {entry.door}</small>}
                </span>
            </li>
            {entry.missingBefore > 0 && <li class="gap">{words.history.missing(entry.missingBefore)}</li>}
        </>
    );
}

export function HistoryScreen({ history, several }: { history: readonly Entry[]; several: boolean }): JSX.Element {
    const { tag, words } = useSpeech();
    const now = useNow(60_000);
    const date = new Intl.DateTimeFormat(localeOf(tag), { weekday: 'long', day: 'numeric', month: 'long' });
    return (
        <section class="card history">
            <h2>{words.tabs.history}</h2>
            <Charts history={history} now={now} />
            <p class="quiet">{history.length > 0 ? words.history.kept : words.history.none}</p>
            {byDays(history.slice(0, SHOWN)).map(({ day, entries }) => (
                <section key={`${day} ${entries[0]?.boot} ${entries[0]?.number}`}>
                    <h3>{day === null ? words.history.noTime : date.format(day)}</h3>
                    <ol>
                        {entries.map((entry) => (
                            <Line key={`${entry.door} ${entry.boot} ${entry.number}`} entry={entry} several={several} />
                        ))}
                    </ol>
                </section>
            ))}
        </section>
    );
}
