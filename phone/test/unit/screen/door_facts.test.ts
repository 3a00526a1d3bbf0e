import { describe, expect, test } from 'vitest';

import { closed, NOW } from '../../../scenes/scenes';
import type { DoorView, State } from '../../../src/model';
import { aged, drawn, offer, secondsLeft, worthTelling } from '../../../src/screen/door_facts';

const door = (but: Partial<DoorView>): DoorView => ({ ...closed, ...but });

describe('age', () => {
    test('grows while nothing is heard, and freshness ends after 150 s', () => {
        expect(aged(door({ age: 100 }), 50_000)).toEqual({ fresh: true, age: 150 });
        expect(aged(door({ age: 100 }), 51_000)).toEqual({ fresh: false, age: 151 });
    });

    test('never makes fresh what the floor does not call fresh', () => {
        expect(aged(door({ fresh: false, age: 3 }), 0).fresh).toBe(false);
        expect(aged(door({ fresh: true, age: null }), 0)).toEqual({ fresh: false, age: null });
    });

    test('does not fall where the clock of the phone is set back', () => {
        expect(aged(door({ age: 7 }), -60_000).age).toBe(7);
    });
});

describe('the picture', () => {
    test('stands where the door said', () => {
        expect(drawn(door({ state: 'closing', position: 38 }))).toBe(38);
        expect(drawn(door({ state: 'closed', position: null }))).toBe(0);
        expect(drawn(door({ state: 'open', position: null, proven: true }))).toBe(100);
    });

    test.each<State>(['unknown', 'opening', 'closing', 'stopped', 'warning'])(
        'invents no place for %s without a position',
        (state) => {
            expect(drawn(door({ state, position: null, proven: false }))).toBeNull();
        },
    );

    test('invents no end for an open door that no switch has seen open', () => {
        expect(drawn(door({ state: 'open', position: null, proven: false }))).toBeNull();
    });
});

describe('what is offered', () => {
    test.each<State>(['unknown', 'open', 'opening', 'closed', 'closing', 'stopped', 'warning'])(
        'in %s, fresh or not, there is a stop',
        (state) => {
            for (const fresh of [true, false]) {
                const { primary, others } = offer(door({ state }), fresh);
                expect(primary === 'stop' || primary === 'cancel' || others.includes('stop')).toBe(true);
            }
        },
    );

    test('an end that is not fresh is not taken for granted: opening and closing are both there', () => {
        expect(offer(door({ state: 'open' }), false)).toEqual({ primary: 'open', others: ['close', 'stop'] });
    });
});

describe('the countdown', () => {
    const warning = door({ state: 'warning', warning: 5, warningSince: NOW });

    test('goes from the whole warning to 0, and not beyond', () => {
        expect([0, 1, 999, 1000, 4999, 5000, 90_000].map((after) => secondsLeft(warning, NOW + after))).toEqual([
            5, 5, 5, 4, 1, 0, 0,
        ]);
    });

    test('is not longer than the warning where the clock is set back', () => {
        expect(secondsLeft(warning, NOW - 3_600_000)).toBe(5);
    });

    test('is not known where nobody saw the warning begin', () => {
        expect(secondsLeft({ ...warning, warningSince: null }, NOW)).toBeNull();
    });
});

test('an outcome is told for a minute, a question until it is answered', () => {
    expect(worthTelling({ action: 'open', stage: 'ended', end: 'done', at: NOW }, NOW + 59_000)).toBe(true);
    expect(worthTelling({ action: 'open', stage: 'ended', end: 'done', at: NOW }, NOW + 60_000)).toBe(false);
    expect(worthTelling({ action: 'open', stage: 'asking', at: NOW }, NOW + 300_000)).toBe(true);
    expect(worthTelling(null, 0)).toBe(false);
});
