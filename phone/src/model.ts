// What the floor (bytes, keys, broker, doors) tells the face (screens, words), and what the face may
// ask of it. All values are immutable snapshots. Only what a door's signature proved stands in them as
// true; the face speaks neither MQTT nor cryptography, and the floor never touches the page's elements.

export type State = 'unknown' | 'open' | 'opening' | 'closed' | 'closing' | 'stopped' | 'warning';

export type Action = 'open' | 'close' | 'stop' | 'vent' | 'identify' | 'lock';

/** The door's answer to a command. */
export type Result =
    | 'ok'
    | 'already'
    | 'replay'
    | 'role'
    | 'window'
    | 'uses'
    | 'locked'
    | 'conflict'
    | 'state'
    | 'store';

/** How a movement that was granted came out. */
export type End =
    | 'done'
    | 'left-closed'
    | 'unverified'
    | 'stopped'
    | 'reversed'
    | 'replaced'
    | 'overtaken'
    | 'cancelled'
    | 'obstructed'
    | 'failed'
    | 'lost'
    | 'interrupted';

/** What an Event is about. */
export type What =
    | 'answer' // to a command: `result` is a Result
    | 'ended' // a movement somebody asked for: `result` is an End
    | 'wall' // moved by the wall button
    | 'remote' // by fob or timer
    | 'hand' // by hand
    | 'moved' // nobody knows why
    | 'boot' // the door has started
    | 'roster' // it has taken a roster
    | 'lock' // vacation lock put on or taken off
    | 'lockout'
    | 'fault'
    | 'other'; // something this version has no word for

export type Stage =
    | 'asking' // the person, for finger, face or PIN
    | 'sent'
    | 'taken' // the door has answered OK or ALREADY
    | 'ended' // and has told how it came out
    | 'refused' // the door has answered anything else
    | 'silent' // no answer in 10 s
    | 'unsigned'; // the person or the authenticator said no

export interface Wish {
    readonly action: Action;
    readonly stage: Stage;
    /** Date.now() when it came to that stage. */
    readonly at: number;
    readonly result?: Result;
    readonly end?: End;
}

/** docs/protocol.md, "What clients must do": fresh is a clock within so many seconds of this one. */
export const FRESH_SECONDS = 150;

export interface DoorView {
    readonly name: string;
    /** An Epoch whose signature holds has come; all below is from it. */
    readonly known: boolean;
    /** By FRESH_SECONDS. */
    readonly fresh: boolean;
    /**
     * Seconds by this clock since the door said so; below 0 where the door's clock is ahead of this one;
     * null where the door has none.
     */
    readonly age: number | null;
    readonly state: State;
    /** 0 closed to 100 open; null: not known. */
    readonly position: number | null;
    /** A limit switch says so, or the door has told an end of its travel. */
    readonly proven: boolean;
    readonly obstructed: boolean;
    readonly fault: boolean;
    readonly vacation: boolean;
    readonly lockedOut: boolean;
    /** Seconds that this door warns before it closes. */
    readonly warning: number;
    /** Date.now() when its present warning was first seen here. */
    readonly warningSince: number | null;
    /** The newest wish of this page, until the next. */
    readonly wish: Wish | null;
    /** It has told a roster as new as the first that has this phone. */
    readonly ready: boolean;
    /** The broker does not let this phone hear it. */
    readonly refused: boolean;
    /** So many Events the door has told of after the newest in the history here. */
    readonly unheard: number;
}

/** One line of the history: a signed Event, told in order, newest first. */
export interface Entry {
    readonly door: string;
    readonly boot: number;
    readonly number: number;
    /** Milliseconds since 1970; null where the door had no clock. */
    readonly when: number | null;
    readonly what: What;
    /** User name by a roster that was in force; null: nobody, or somebody none has named. */
    readonly who: string | null;
    /** By a key of this phone. */
    readonly own: boolean;
    readonly result?: Result | End;
    /** So many Events of this boot before this one did not reach this phone. */
    readonly missingBefore: number;
}

export type Connection =
    | 'connecting'
    | 'online'
    | 'offline'
    | 'refused' // the login is not taken: revoked, or not yet in force
    | 'elsewhere'; // another tab has it

export type KeyKind = 'passkey' | 'raw';

/** What a link says of when and how often, as a roster has it; only the one in force counts. */
export interface Limits {
    /** Bit 0 is Monday; 0: every day. */
    readonly days: number;
    /** Minutes of the day at the door; equal: all of it. */
    readonly from: number;
    readonly to: number;
    /** The last day, since 1970; 0: no end. */
    readonly last: number;
    /** Openings; 0: no limit. */
    readonly uses: number;
    /** Milliseconds since 1970, when a guest's key is taken out; 0: never. */
    readonly until: number;
}

export type Joining =
    | {
          readonly step: 'choose';
          readonly user: string;
          readonly role: 'owner' | 'member' | 'guest';
          /** The invitation, in milliseconds since 1970; 0: never. */
          readonly expires: number;
          readonly limits: Limits;
          /** Passkeys are possible here. */
          readonly passkey: boolean;
          /** Whom this phone is until then; null: nobody. */
          readonly replaces: string | null;
      }
    | { readonly step: 'working' }
    /** 12 digits, to be compared with those that the command line shows. */
    | { readonly step: 'compare'; readonly digits: string }
    /** Let in; which doors know it, they say themselves: `ready`. */
    | { readonly step: 'joined' }
    | {
          readonly step: 'failed';
          readonly why:
              | 'expired'
              | 'used' // by somebody else, or it is no longer known to the broker
              | 'damaged' // not a whole link
              | 'elsewhere' // of another home
              | 'offline'
              | 'refused'; // the person or the authenticator made no key
      };

export interface Me {
    readonly user: string;
    readonly role: 'owner' | 'member' | 'guest';
    readonly key: KeyKind;
    readonly limits: Limits;
}

export interface Home {
    readonly organisation: string;
    /** Null: there is nobody yet who would be connected. */
    readonly connection: Connection | null;
    readonly doors: readonly DoorView[];
    readonly me: Me | null;
    readonly joining: Joining | null;
    readonly history: readonly Entry[];
}

export interface Actions {
    /** `argument`: percent of vent, 1 or 0 of lock. */
    ask(door: string, action: Action, argument?: number): void;
    join(kind: KeyKind): void;
    /** A link that was pasted, where the page was not opened by it. */
    useLink(link: string): void;
    /** From the other tab. */
    takeOver(): void;
    /** Puts a failed joining away, so that another link can be used. */
    dismiss(): void;
    /** Forgets keys, login and history of this phone. */
    forget(): void;
}

/** How the face holds the floor: the newest snapshot, and word when there is a newer one. */
export interface Store {
    home(): Home;
    /** Returns how to end it. */
    subscribe(heard: () => void): () => void;
    readonly actions: Actions;
}
