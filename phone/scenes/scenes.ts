// What the page can look like, each as one value: for looking at while developing (npm run scenes), and
// for the test of the face, which visits every one of them. Nothing of it is in the page that is served.
import type { Actions, DoorView, Entry, Home, Joining, Limits, Wish } from '../src/model';
import type { Tab } from '../src/screen/app';

export interface Scene {
    readonly home: Home;
    readonly tab?: Tab;
}

// Every scene is at this instant, so that pictures of different days are the same.
export const NOW = Date.UTC(2026, 4, 20, 15, 42, 30);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export const noActions: Actions = {
    ask: () => undefined,
    join: () => undefined,
    useLink: () => undefined,
    takeOver: () => undefined,
    dismiss: () => undefined,
    forget: () => undefined,
};

export const closed: DoorView = {
    name: 'garage',
    known: true,
    fresh: true,
    age: 4,
    state: 'closed',
    position: 0,
    proven: true,
    obstructed: false,
    fault: false,
    vacation: false,
    lockedOut: false,
    warning: 5,
    warningSince: null,
    wish: null,
    ready: true,
    refused: false,
    unheard: 0,
};

const door = (but: Partial<DoorView>): DoorView => ({ ...closed, ...but });
const open = door({ state: 'open', position: 100 });
const opening = door({ state: 'opening', position: 52, proven: false, age: 0 });
const closing = door({ state: 'closing', position: 38, proven: false, age: 1 });
const warning = door({ state: 'warning', position: 100, age: 1, warningSince: NOW - 1200 });
const midway = door({ state: 'stopped', position: null, proven: false, age: 8 });
const unknown = door({ state: 'unknown', position: null, proven: false, age: 8 });
const unheard = door({ known: false, fresh: false, age: null, state: 'unknown', position: null, proven: false });

const unlimited: Limits = { days: 0, from: 0, to: 0, last: 0, uses: 0, until: 0 };
const limited: Limits = { days: 31, from: 420, to: 540, last: 20_600, uses: 3, until: NOW + 90 * 24 * HOUR };

const home = (but: Partial<Home>): Home => ({
    organisation: 'Home',
    connection: 'online',
    doors: [closed],
    me: { user: 'alice-phone', role: 'owner', key: 'passkey', limits: unlimited },
    joining: null,
    history: [],
    ...but,
});

const one = (but: Partial<DoorView>, from: DoorView = closed): Scene => ({ home: home({ doors: [{ ...from, ...but }] }) });
const wished = (wish: Omit<Wish, 'at'>): Wish => ({ ...wish, at: NOW });
const wish = (what: Omit<Wish, 'at'>, from: DoorView = closed): Scene => one({ wish: wished(what) }, from);
const guest = { user: 'bob-phone', role: 'guest', key: 'raw', limits: limited } as const;
const joining = (at: Joining): Scene => ({ home: home({ connection: null, joining: at, me: null, doors: [] }) });

let number = 0;
const entry = (ago: number, but: Partial<Entry>): Entry => ({
    door: 'garage',
    boot: 3,
    number: 900 - number++,
    when: NOW - ago,
    what: 'ended',
    who: 'alice-phone',
    own: true,
    missingBefore: 0,
    ...but,
});

const lately: readonly Entry[] = [
    entry(12 * MINUTE, { result: 'done' }),
    entry(12.3 * MINUTE, { what: 'answer', result: 'ok' }),
    entry(50 * MINUTE, { what: 'answer', who: 'bob-phone', own: false, result: 'window' }),
    entry(2 * HOUR, { what: 'wall', who: null, own: false }),
    entry(2.4 * HOUR, { result: 'cancelled' }),
    entry(5 * HOUR, { who: 'carol-phone', own: false, result: 'obstructed' }),
    entry(9.5 * HOUR, { what: 'remote', who: null, own: false, missingBefore: 3 }),
    entry(10 * HOUR, { who: 'carol-phone', own: false, result: 'done' }),
    entry(26 * HOUR, { what: 'lockout', who: null, own: false }),
    entry(27 * HOUR, { what: 'hand', who: null, own: false }),
    entry(33 * HOUR, { result: 'reversed' }),
    entry(34 * HOUR, { what: 'boot', who: null, own: false, missingBefore: 1 }),
    entry(57 * HOUR, { result: 'done' }),
    entry(58 * HOUR, { what: 'roster', who: null, own: false }),
    entry(82 * HOUR, { result: 'done' }),
    entry(83 * HOUR, { what: 'moved', who: null, own: false }),
    entry(130 * HOUR, { result: 'done' }),
    entry(131 * HOUR, { what: 'fault', who: null, own: false, when: null }),
];

const RESULTS = ['replay', 'role', 'window', 'uses', 'locked', 'conflict', 'state', 'store'] as const;
const refusals = RESULTS.map((result) => door({ name: result, wish: wished({ action: 'open', stage: 'refused', result }) }));

const ENDS = [
    'done', 'left-closed', 'unverified', 'stopped', 'reversed', 'replaced', 'overtaken', 'cancelled',
    'obstructed', 'failed', 'lost', 'interrupted',
] as const;
const ends = ENDS.map((end) => ({ ...open, name: end, wish: wished({ action: 'close', stage: 'ended', result: 'ok', end }) }));

const STAGES = ['asking', 'sent', 'taken', 'silent', 'unsigned'] as const;
const stages = STAGES.map((stage) => [`wish-${stage}`, wish({ action: 'open', stage })] as const);

const WHY = ['expired', 'used', 'damaged', 'elsewhere', 'offline', 'refused'] as const;
const failures = WHY.map((why) => [`join-failed-${why}`, joining({ step: 'failed', why })] as const);

const invited = { step: 'choose', user: 'bob-phone', role: 'member', expires: NOW + HOUR, limits: unlimited, passkey: true, replaces: null } as const;

export const scenes: Readonly<Record<string, Scene>> = {
    closed: one({}),
    open: one({}, open),
    opening: wish({ action: 'open', stage: 'taken', result: 'ok' }, opening),
    closing: wish({ action: 'close', stage: 'taken', result: 'ok' }, closing),
    warning: wish({ action: 'close', stage: 'taken', result: 'ok' }, warning),
    'warning-over': one({ warningSince: NOW - 9000 }, warning),
    stopped: one({}, midway),
    unknown: one({}, unknown),
    unheard: one({}, unheard),
    'stale-closed': one({ fresh: false, age: 4000 }),
    'stale-open': one({ fresh: false, age: 200_000 }, open),
    'stale-ageless': one({ fresh: false, age: null }),
    'clock-behind': one({ fresh: false, age: -31_536_000 }),
    obstructed: one({ obstructed: true }, open),
    fault: one({ fault: true }, unknown),
    'locked-out': one({ lockedOut: true }, midway),
    vacation: one({ vacation: true }),
    'all-wrong-stale': one({ vacation: true, lockedOut: true, fault: true, fresh: false, age: 4000 }, unknown),
    'all-wrong': one({ vacation: true, lockedOut: true, fault: true, obstructed: true }, unknown),
    ...Object.fromEntries(stages),
    'refused-conflict': wish({ action: 'open', stage: 'refused', result: 'conflict' }),
    refusals: { home: home({ doors: refusals }) },
    'refused-close': wish({ action: 'close', stage: 'refused', result: 'state' }, open),
    already: wish({ action: 'open', stage: 'taken', result: 'already' }, open),
    'ended-obstructed': wish({ action: 'close', stage: 'ended', result: 'ok', end: 'obstructed' }, open),
    ends: { home: home({ doors: ends }) },
    guest: { home: home({ me: guest }) },
    several: {
        home: home({
            doors: [closed, { ...opening, name: 'carport' }, { ...open, name: 'bike-shed', fresh: false, age: 900 }],
        }),
    },
    connecting: { home: home({ connection: 'connecting', doors: [unheard] }) },
    offline: { home: home({ connection: 'offline', doors: [door({ fresh: false, age: 7300 })] }) },
    'login-refused': { home: home({ connection: 'refused', doors: [unheard] }) },
    'door-refused': { home: home({ doors: [closed, { ...unheard, name: 'carport', refused: true }] }) },
    elsewhere: { home: home({ connection: 'elsewhere' }) },
    starting: { home: home({ organisation: '', connection: 'connecting', me: null, doors: [] }) },
    stranger: { home: home({ connection: null, me: null, doors: [] }) },
    'join-passkey': joining(invited),
    'join-raw': joining({ ...invited, passkey: false, role: 'guest', expires: 0, limits: limited }),
    'join-working': joining({ step: 'working' }),
    'join-compare': joining({ step: 'compare', digits: '048213907756' }),
    joined: { home: home({ joining: { step: 'joined' } }) },
    'joined-guest': { home: home({ joining: { step: 'joined' }, me: guest, doors: [closed, { ...unheard, name: 'carport', ready: false }] }) },
    ...Object.fromEntries(failures),
    history: { home: home({ history: lately }), tab: 'history' },
    'history-several': { home: home({ history: lately, doors: [door({ unheard: 2 }), { ...open, name: 'carport' }] }), tab: 'history' },
    'history-empty': { home: home({}), tab: 'history' },
    settings: { home: home({}), tab: 'settings' },
    'settings-raw': { home: home({ me: guest }), tab: 'settings' },
};
