// What the page says, once for each language: the type makes sure that none forgets a word. Where a
// text depends on a number or a name, it is a function, since languages put them in different places.
import type {
    Action,
    Connection,
    DoorView,
    End,
    Joining,
    KeyKind,
    Me,
    Result,
    Stage,
    State,
    What,
} from '../model';

export type Flag = 'obstructed' | 'fault' | 'lockedOut' | 'vacation';
type Role = Me['role'];
type Why = Extract<Joining, { step: 'failed' }>['why'];

export interface Notice {
    readonly title: string;
    readonly advice: string;
}

export interface Words {
    readonly language: string;
    readonly tabs: { readonly doors: string; readonly history: string; readonly settings: string };
    readonly connection: Record<Exclude<Connection, 'elsewhere'>, string>;
    readonly offline: string;
    readonly refused: Notice;
    readonly elsewhere: Notice;
    readonly takeOver: string;

    readonly states: Record<State, string>;
    readonly proven: (age: string) => string;
    readonly inferred: (age: string) => string;
    readonly heard: (age: string) => string;
    readonly unproven: (age: string) => string;
    readonly byThisClock: (age: string) => string;
    readonly ageless: string;
    readonly ahead: (age: string) => string;
    readonly doubt: string;
    readonly notHeard: string;
    readonly days: string;
    readonly justNow: string;
    readonly ago: (age: string) => string;
    readonly percent: (position: number) => string;

    readonly actions: Record<Action, string>;
    readonly holdToOpen: string;
    readonly hold: string;
    readonly letGo: string;
    readonly again: string;
    readonly cancel: string;
    readonly closesIn: (seconds: number) => string;
    readonly closesNow: string;
    readonly more: string;
    readonly lockOff: string;

    readonly stages: Record<Exclude<Stage, 'taken' | 'ended' | 'refused'>, string>;
    /** The first sentence says what was, the others what to do; so it is with `ends`. */
    readonly results: Record<Result, string>;
    readonly ends: Record<End, string>;
    readonly midway: string;
    readonly notFromAfar: string;
    readonly notices: Record<Flag, Notice>;

    readonly uses: (count: number) => string;
    readonly roles: Record<Role, string>;
    readonly stranger: Notice;
    readonly join: {
        readonly title: string;
        readonly you: (user: string, role: string) => string;
        readonly until: (when: string) => string;
        readonly passkey: string;
        readonly passkeyWhy: string;
        readonly raw: string;
        readonly rawWhy: string;
        readonly replaces: (user: string) => string;
        readonly notNow: string;
        readonly noPasskey: string;
        readonly weaker: string;
        readonly working: string;
        readonly compare: string;
        readonly compareWhy: string;
        readonly waiting: (doors: string) => string;
        readonly joined: string;
        readonly paste: string;
        readonly useLink: string;
        readonly another: string;
        readonly failed: string;
        readonly why: Record<Why, string>;
    };

    readonly history: {
        readonly none: string;
        readonly kept: string;
        readonly missing: (count: number) => string;
        readonly noTime: string;
        readonly nobody: string;
        readonly own: string;
        readonly what: Record<What, string>;
        readonly byHour: string;
        readonly byDay: string;
        readonly sum: (count: number) => string;
    };

    readonly settings: {
        readonly who: string;
        readonly key: string;
        readonly keys: Record<KeyKind, string>;
        readonly limits: string;
        readonly language: string;
        readonly forget: string;
        readonly forgetWhy: string;
        readonly forgetPasskey: string;
        readonly forgetYes: string;
        readonly forgetNo: string;
    };
}

/** As long as that, in the largest unit of which there are two. */
export function span(words: Words, seconds: number): string {
    if (seconds < 120) {
        return `${seconds} s`;
    }
    if (seconds < 7200) {
        return `${Math.floor(seconds / 60)} min`;
    }
    return seconds < 172_800 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86_400)} ${words.days}`;
}

export const ago = (words: Words, seconds: number): string =>
    seconds < 1 ? words.justNow : words.ago(span(words, seconds));

const told = ({ title, advice }: Notice): string => `${title}. ${advice}`;

/** What to say of a refusal: for LOCKED and STATE the door's flags know more than the result. */
export function refusal(words: Words, result: Result | undefined, action: Action, door: DoorView): string {
    const { notices } = words;
    if (result === 'locked' && (door.vacation || door.lockedOut)) {
        return told(door.vacation ? notices.vacation : notices.lockedOut);
    }
    if (result !== 'state') {
        return words.results[result ?? 'state'];
    }
    if (door.fault || door.obstructed) {
        return told(door.fault ? notices.fault : notices.obstructed);
    }
    if (door.state === 'unknown' || door.state === 'stopped') {
        return words.midway;
    }
    return action === 'close' && door.state === 'open' ? words.notFromAfar : words.results.state;
}
