// The phone that has been let in: its session, its doors and their history.
import { same, toHex } from './bytes/bytes';
import { Door } from './door/door';
import { Signer } from './door/signer';
import { eventName, History } from './history/history';
import { Names } from './history/names';
import { ownKey8s, type Identity } from './keys/identity';
import type { Nonce } from './keys/nonce';
import { atBest, type Vault } from './keys/vault';
import type { Action, Connection, DoorView, Entry } from './model';
import { FIRST_ERROR, type Received, type Socket } from './mqtt/connection';
import { isRefusal } from './mqtt/reason';
import { Session } from './mqtt/session';
import { decodeEpoch } from './protocol/epoch';
import { decodeEvent } from './protocol/event';
import type { HomeFile } from './protocol/files';
import type { Roster } from './protocol/roster';
import { ackTopic, commandTopic, doorTopic } from './protocol/topics';

export interface PresenceParts {
    readonly identity: Identity;
    readonly home: HomeFile;
    readonly vault: Vault;
    readonly nonce: Nonce;
    readonly open: () => Socket;
    changed(): void;
}

export class Presence {
    connection: Connection = 'connecting';
    readonly #doors: readonly Door[];
    readonly #history = new History();
    readonly #names: Names;
    #session: Session | null = null;
    #closed = false;
    #entries: readonly Entry[] = [];
    // Of the newest SUBACK, in the order of the filters.
    #granted: readonly number[] | null = null;

    constructor(private readonly parts: PresenceParts) {
        const { identity, home, vault, nonce } = parts;
        const signer = new Signer(identity, () => nonce.next());
        this.#names = new Names(vault);
        this.#doors = home.doors
            .filter(({ name }) => !identity.rosters || Object.hasOwn(identity.rosters, name))
            .map((file) => {
                const door: Door = new Door(file, signer, {
                    changed: () => parts.changed(),
                    epochTaken: (message) => this.#keepEpoch(door, message),
                    eventTaken: (message) => this.#keepEvent(message),
                    rosterTaken: (roster) => this.#learnNames(roster),
                    send: (name, command) => this.#send(name, command),
                });
                return door;
            });
        void this.#start();
    }

    views(now: number): DoorView[] {
        return this.#doors.map((door, at) => {
            const { name, epoch } = door;
            return {
                ...door.view(now),
                ready: epoch !== null && epoch.rosterVersion >= (this.parts.identity.rosters?.[name] ?? 1),
                refused: this.#isRefused(at),
                unheard: epoch && this.#hearsEvents ? this.#history.unheard(door.door8, epoch) : 0,
            };
        });
    }

    get told(): readonly Entry[] {
        return this.#entries;
    }

    ask(name: string, action: Action, argument: number): void {
        this.#doors.find((door) => door.name === name)?.ask(action, argument);
    }

    wake(): void {
        this.#session?.wake();
    }

    close(): void {
        this.#closed = true;
        this.#session?.close();
        this.#doors.forEach((door) => door.close());
    }

    // The broker's ACL gives events and names to owners and members.
    get #hearsEvents(): boolean {
        return this.parts.identity.role !== 'guest';
    }

    // What was known before comes first, so that nothing older is taken from the broker.
    async #start(): Promise<void> {
        const { vault, identity, home, open } = this.parts;
        for (const door of this.#doors) {
            const hex = toHex(door.door8);
            const first = await vault.get(`first ${hex}`);
            const begun = first instanceof Uint8Array && decodeEpoch(first);
            if (begun) {
                this.#history.begin(begun);
            }
            const kept = await vault.get(`epoch ${hex}`);
            if (kept instanceof Uint8Array) {
                await door.takeEpoch(kept, true);
            }
        }
        await this.#names.load();
        (await vault.events()).forEach((message) => this.#history.add(message));
        this.#retell();
        if (this.#closed) {
            return;
        }
        this.#session = new Session({
            open,
            user: identity.user,
            password: identity.password,
            filters: this.#doors.flatMap((door) => this.#filters(home.root, door.name)),
            online: (reasonCodes) => {
                this.#granted = reasonCodes;
                this.#become('online');
            },
            received: (message) => this.#receive(message),
            offline: (how) => this.#become(isRefusal(how) ? 'refused' : 'offline'),
        });
    }

    #filters(root: string, door: string): string[] {
        const all = [doorTopic(root, door, 'epoch'), ackTopic(root, door, this.parts.identity.user)];
        return this.#hearsEvents
            ? [...all, doorTopic(root, door, 'event'), doorTopic(root, door, 'roster')]
            : all;
    }

    // Without its Epoch or its Ack a door is mute; without Events the gaps in the history say so.
    #isRefused(door: number): boolean {
        const first = door * (this.#hearsEvents ? 4 : 2);
        const codes = this.#granted?.slice(first, first + 2) ?? [];
        return codes.some((code) => code >= FIRST_ERROR);
    }

    #receive({ topic, payload, retain }: Received): void {
        const { root } = this.parts.home;
        for (const door of this.#doors) {
            switch (topic) {
                case doorTopic(root, door.name, 'epoch'):
                    void door.takeEpoch(payload, retain);
                    break;
                case doorTopic(root, door.name, 'event'):
                    void door.takeEvent(payload);
                    break;
                case doorTopic(root, door.name, 'roster'):
                    void door.takeRoster(payload);
                    break;
                case ackTopic(root, door.name, this.parts.identity.user):
                    void door.takeAck(payload);
                    break;
            }
        }
    }

    // A PUBACK says nothing of the door, and a refusal of the broker is as silent as a door's: the wish
    // ends by the door's own Ack, or by ten seconds without one.
    #send(door: string, command: Uint8Array): void {
        const topic = commandTopic(this.parts.home.root, door, this.parts.identity.user);
        void this.#session?.publish({ topic, payload: command });
    }

    #keepEpoch({ door8, epoch }: Door, message: Uint8Array): void {
        const { vault } = this.parts;
        atBest(vault.put(`epoch ${toHex(door8)}`, message));
        if (epoch && this.#hearsEvents && this.#history.begin(epoch)) {
            atBest(vault.put(`first ${toHex(door8)}`, message));
        }
    }

    #keepEvent(message: Uint8Array): void {
        const event = decodeEvent(message);
        if (event && this.#history.add(message)) {
            atBest(this.parts.vault.keepEvent(eventName(event), message));
            atBest(this.parts.vault.dropEvents(this.#history.trim(event.door8)));
            this.#retell();
        }
    }

    #learnNames(roster: Roster): void {
        this.#names.learn(roster);
        this.#retell();
    }

    #retell(): void {
        this.#entries = this.#history.entries({
            who: (door8, key8) => this.#names.of(door8, key8),
            door: (door8) => this.#doors.find((door) => same(door.door8, door8))?.name ?? null,
            ownKey8s: ownKey8s(this.parts.identity),
        });
        this.parts.changed();
    }

    #become(connection: Connection): void {
        this.connection = connection;
        this.parts.changed();
    }
}
