// Whose key it was: from rosters that were in force. Kept, for the history tells of keys that are gone.
import { toHex } from '../bytes/bytes';
import { atBest, type Vault } from '../keys/vault';
import { key8Of } from '../protocol/key8';
import type { Roster } from '../protocol/roster';

const KEPT_AS = 'names';

const nameOfKey = (door8: Uint8Array, key8: Uint8Array): string =>
    `${toHex(door8)}/${toHex(key8)}`;

export class Names {
    #users = new Map<string, string>();

    constructor(private readonly vault: Vault) {}

    async load(): Promise<void> {
        const kept = await this.vault.get(KEPT_AS);
        if (kept instanceof Map) {
            this.#users = new Map([...(kept as Map<string, string>), ...this.#users]);
        }
    }

    of(door8: Uint8Array, key8: Uint8Array): string | null {
        return this.#users.get(nameOfKey(door8, key8)) ?? null;
    }

    learn(roster: Roster): void {
        for (const entry of roster.entries) {
            this.#users.set(nameOfKey(roster.door8, key8Of(entry.point)), entry.user);
        }
        atBest(this.vault.put(KEPT_AS, this.#users));
    }
}
