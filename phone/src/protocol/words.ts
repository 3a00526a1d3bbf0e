// The words of docs/protocol.md, by their numbers. Undefined: this version has no word for it.
import type { Action, End, Result, State, What } from '../model';

const actions: readonly Action[] = ['open', 'close', 'stop', 'vent', 'identify', 'lock'];

export const actionNumber = (action: Action): number => actions.indexOf(action) + 1;

const results: readonly Result[] = [
    'ok',
    'already',
    'replay',
    'role',
    'window',
    'uses',
    'locked',
    'conflict',
    'state',
    'store',
];

export const resultWord = (result: number): Result | undefined => results[result - 1];

const ends: readonly End[] = [
    'done',
    'left-closed',
    'unverified',
    'stopped',
    'reversed',
    'replaced',
    'overtaken',
    'cancelled',
    'obstructed',
    'failed',
    'lost',
    'interrupted',
];

export const endWord = (result: number): End | undefined => ends[result - 16];

const whats: readonly What[] = [
    'answer',
    'ended',
    'wall',
    'remote',
    'hand',
    'moved',
    'boot',
    'roster',
    'lock',
    'lockout',
    'fault',
];

export const whatWord = (what: number): What => whats[what - 1] ?? 'other';

const states: readonly State[] = [
    'unknown',
    'open',
    'opening',
    'closed',
    'closing',
    'stopped',
    'warning',
];

/** A state that this version does not know is unknown. */
export const stateWord = (state: number): State => states[state] ?? 'unknown';

const powers = ['owner', 'member', 'guest'] as const;
export type Power = (typeof powers)[number];

/** The roles of people. */
export const powerWord = (role: number): Power | undefined => powers[role - 1];

export const KIND_RAW = 1;
export const KIND_PASSKEY = 2;

export const FLAG_OBSTRUCTED = 1;
export const FLAG_FAULT = 2;
export const FLAG_VACATION = 4;
export const FLAG_LOCK_OUT = 8;

export const POSITION_UNKNOWN = 255;

export const SIGNATURE_SIZE = 64;
