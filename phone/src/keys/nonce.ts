// The number that makes each command of this phone another: the clock in milliseconds, or the last one
// + 1 where the clock stands or was turned back. Kept, since the door forgets none of them for a turn.
import { atBest, type Vault } from './vault';

const KEPT_AS = 'nonce';

export class Nonce {
    private constructor(
        private last: number,
        private readonly vault: Vault,
    ) {}

    static async load(vault: Vault): Promise<Nonce> {
        const kept = await vault.get(KEPT_AS);
        return new Nonce(typeof kept === 'number' ? kept : 0, vault);
    }

    next(): number {
        this.last = Math.max(Date.now(), this.last + 1);
        atBest(this.vault.put(KEPT_AS, this.last));
        return this.last;
    }
}
