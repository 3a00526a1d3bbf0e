// The floor as the face meets it: one store of snapshots, and what the person may ask for.
import type { Identity } from './keys/identity';
import { disownPasskey } from './keys/passkey';
import { Nonce } from './keys/nonce';
import { openVault, type Vault } from './keys/vault';
import { Desk } from './joining/desk';
import type { Actions, Home, Me, Store } from './model';
import { backoff } from './mqtt/backoff';
import { openWebSocket } from './mqtt/session';
import { Presence } from './presence';
import { readHomeFile, type HomeFile } from './protocol/files';
import { Tab } from './tab';

const IDENTITY = 'identity';
const HOME_FILE = 'home.json';

// ms until the page's own file is given up for this time.
const FILE_WITHIN = 5000;

/** The link behind # is taken out of the address at once; a browser's history may have kept it before. */
function takeFragment(): string {
    const fragment = location.hash;
    if (fragment) {
        history.replaceState(null, '', location.pathname);
    }
    return fragment.length > 1 ? fragment : '';
}

/** From the page's own origin; without a network the one that was kept. */
async function loadHomeFile(vault: Vault): Promise<HomeFile | null> {
    try {
        const signal = AbortSignal.timeout?.(FILE_WITHIN) ?? null;
        const answer = await fetch('/home.json', { cache: 'no-cache', signal });
        const text = await answer.text();
        const file = answer.ok ? readHomeFile(text) : null;
        if (file) {
            await vault.put(HOME_FILE, text);
            return file;
        }
    } catch {
        // no network
    }
    const kept = await vault.get(HOME_FILE);
    return typeof kept === 'string' ? readHomeFile(kept) : null;
}

const open = () => openWebSocket(location.origin);

const meOf = ({ user, role, limits, main }: Identity): Me => ({ user, role, limits, key: main.kind });

class Floor implements Store {
    readonly #listeners = new Set<() => void>();
    #link = takeFragment();
    #file: HomeFile | null = null;
    #identity: Identity | null = null;
    #vault: Vault | null = null;
    #presence: Presence | null = null;
    #desk: Desk | null = null;
    #elsewhere = false;
    #failures = 0;
    #told: Home | null = null;
    readonly #tab: Tab;

    constructor() {
        this.#tab = new Tab({
            held: () => void this.#start(),
            elsewhere: () => this.#stop(),
        });
        addEventListener('hashchange', () => this.#useLink(takeFragment()));
        addEventListener('online', () => this.#wake());
        document.addEventListener('visibilitychange', () => this.#wake());
        // Ages grow by themselves.
        setInterval(() => document.visibilityState === 'visible' && this.#changed(), 1000);
    }

    home(): Home {
        this.#told ??= this.#tell();
        return this.#told;
    }

    subscribe(heard: () => void): () => void {
        this.#listeners.add(heard);
        return () => this.#listeners.delete(heard);
    }

    readonly actions: Actions = {
        ask: (door, action, argument) => this.#presence?.ask(door, action, argument ?? 0),
        join: (kind) => void this.#desk?.join(kind),
        useLink: (link) => this.#useLink(link),
        takeOver: () => this.#tab.takeOver(),
        dismiss: () => void this.#desk?.dismiss(),
        forget: () => void this.#forget(),
    };

    #tell(): Home {
        const identity = this.#identity;
        const presence = this.#presence;
        const connection = presence?.connection ?? (identity && 'connecting');
        return {
            organisation: this.#file?.organisation ?? '',
            connection: this.#elsewhere ? 'elsewhere' : connection,
            doors: presence?.views(Date.now()) ?? [],
            me: identity && meOf(identity),
            joining: this.#desk?.joining ?? null,
            history: presence?.told ?? [],
        };
    }

    #changed(): void {
        this.#told = null;
        this.#listeners.forEach((heard) => heard());
    }

    // This tab is the phone now. All is read anew, for another tab may have written it.
    async #start(): Promise<void> {
        this.#elsewhere = false;
        const vault = (this.#vault = await openVault());
        this.#file = await loadHomeFile(vault);
        this.#identity = ((await vault.get(IDENTITY)) as Identity | undefined) ?? null;
        if (this.#elsewhere || !this.#file) {
            this.#startLater();
            return;
        }
        const desk = new Desk({
            home: this.#file,
            origin: location.origin,
            vault,
            open,
            somebody: () => this.#identity,
            joined: (identity) => this.#becomeSomebody(identity, vault),
            changed: () => this.#changed(),
        });
        this.#desk = desk;
        await this.#appear(vault);
        await desk.resume();
        if (this.#desk !== desk) {
            desk.close(); // another tab has taken over meanwhile
            return;
        }
        this.#useLink(this.#link);
        this.#link = '';
        this.#changed();
    }

    // Without the page's file nobody knows any door; the link that was opened waits with it.
    #startLater(): void {
        this.#changed();
        if (!this.#elsewhere) {
            setTimeout(() => {
                if (!this.#file && !this.#elsewhere) {
                    void this.#start();
                }
            }, backoff(this.#failures++, 1));
        }
    }

    async #becomeSomebody(identity: Identity, vault: Vault): Promise<void> {
        await vault.put(IDENTITY, identity);
        this.#identity = identity;
        // A browser may clear what is not asked for to stay.
        void navigator.storage?.persist?.();
        await this.#appear(vault);
    }

    async #appear(vault: Vault): Promise<void> {
        this.#presence?.close();
        this.#presence = null;
        const nonce = await Nonce.load(vault);
        if (this.#identity && this.#file && !this.#elsewhere) {
            this.#presence = new Presence({
                identity: this.#identity,
                home: this.#file,
                vault,
                nonce,
                open,
                changed: () => this.#changed(),
            });
        }
    }

    #stop(): void {
        this.#elsewhere = true;
        this.#leave();
        this.#vault?.close(); // what is kept is the other tab's
        this.#changed();
    }

    #leave(): void {
        this.#presence?.close();
        this.#desk?.close();
        this.#presence = null;
        this.#desk = null;
    }

    #useLink(link: string): void {
        if (!link) {
            return;
        }
        if (this.#desk) {
            void this.#desk.useLink(link);
        } else {
            this.#link = link;
        }
    }

    #wake(): void {
        if (document.visibilityState === 'visible') {
            this.#presence?.wake();
            this.#desk?.wake();
        }
    }

    async #forget(): Promise<void> {
        const main = this.#identity?.main;
        this.#leave();
        await this.#vault?.forget();
        localStorage.clear();
        if (main?.kind === 'passkey') {
            disownPasskey(main.credentialId);
        }
        await this.#start();
    }
}

export const openFloor = (): Store => new Floor();
