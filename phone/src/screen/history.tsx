// Who, what, when: the door's signed Events as a timeline, newest first, with its gaps.
import { Component, type JSX } from 'preact';

import type { End, Entry, Home, Result, What } from '../model';
import { Charts, midnight } from './chart';
import { locale, words } from './language';

// More is kept than can be read.
const SHOWN = 200;

const MINUTE = 60_000;

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

const BY_SOMEBODY: readonly What[] = ['answer', 'ended', 'lock'];

function whoText({ own, who, what }: Entry): string | null {
    if (own) {
        return words.history.own;
    }
    return who ?? (BY_SOMEBODY.includes(what) ? words.history.nobody : null);
}

/** What was, without what to do. */
export function outcomeText(outcome: Result | End): string {
    const texts: Record<Result | End, string> = { ...words.results, ...words.ends };
    return texts[outcome].replace(/\..*/, '.');
}

const Gap = ({ missing }: { missing: number }): JSX.Element | null =>
    missing > 0 ? <li class="gap">{words.history.missing(missing)}</li> : null;

function Line({ entry, several }: { entry: Entry; several: boolean }): JSX.Element {
    const { when, what, result } = entry;
    const who = whoText(entry);
    return (
        <>
            <li class={what}>
                <time>
                    {when === null ? '–' : new Date(when).toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' })}
                </time>
                <span>
                    {who && <strong>{who}: </strong>}
                    {words.history.what[what]}
                    {result && `. ${outcomeText(result)}`}
                    {several && <small> {entry.door}</small>}
                </span>
            </li>
            <Gap missing={entry.missingBefore} />
        </>
    );
}

interface Props {
    readonly home: Home;
    readonly now: number;
}

const rest = ({ home, now }: Props): string =>
    [Math.floor(now / MINUTE), ...home.doors.map(({ unheard }) => unheard)].join();

export class HistoryScreen extends Component<Props> {
    // Hundreds of lines, and a snapshot each second: only what is another is shown anew.
    override shouldComponentUpdate(next: Props): boolean {
        return next.home.history !== this.props.home.history || rest(next) !== rest(this.props);
    }

    override render({ home, now }: Props): JSX.Element {
        const { doors, history } = home;
        const date = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
        return (
            <section class="card page">
                <h2>{words.tabs.history}</h2>
                <Charts history={history} now={now} />
                <p class="quiet">{history.length > 0 ? words.history.kept : words.history.none}</p>
                <ol>
                    {doors.map(({ name, unheard }) => (
                        <Gap key={name} missing={unheard} />
                    ))}
                </ol>
                {byDays(history.slice(0, SHOWN)).map(({ day, entries }) => (
                    <section key={`${day} ${entries[0]?.number}`}>
                        <h3>{day === null ? words.history.noTime : date.format(day)}</h3>
                        <ol>
                            {entries.map((entry) => (
                                <Line key={`${entry.door} ${entry.boot} ${entry.number}`} entry={entry} several={doors.length > 1} />
                            ))}
                        </ol>
                    </section>
                ))}
            </section>
        );
    }
}
