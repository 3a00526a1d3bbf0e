// The phone's standing with the broker: connected, or trying to be. It subscribes anew each time, for
// it asks for a clean start; what was said meanwhile and not retained is not made up for.
import { toHex } from '../bytes/bytes';
import { backoff } from './backoff';
import { Connection, type Ending, type Received, type Socket } from './connection';
import type { Message } from './encode';

// A connection that was shorter counts as another failure: a broker that takes and drops us at once is
// not asked faster than one that is not there.
const LASTING = 30_000;

export interface SessionSettings {
    readonly open: () => Socket;
    readonly user: string;
    readonly password: string;
    readonly filters: readonly string[];
    /** Connected, and this was said to the subscriptions, in the order of the filters. */
    online(reasonCodes: readonly number[]): void;
    received(message: Received): void;
    /** Ended, and tried again by itself. */
    offline(how: Ending): void;
}

export class Session {
    #connection: Connection | null = null;
    #failures = 0;
    #since = 0;
    #retry: ReturnType<typeof setTimeout> | undefined;
    #closed = false;

    constructor(private readonly settings: SessionSettings) {
        this.#connect();
    }

    /** The reason code of PUBACK; null: it is not known to have arrived. Nothing is sent later. */
    publish(message: Message): Promise<number | null> {
        return this.#connection?.publish(message) ?? Promise.resolve(null);
    }

    /** The network may have changed, or the phone was asleep: ask, or try at once. */
    wake(): void {
        if (this.#connection) {
            this.#connection.ping();
        } else if (!this.#closed) {
            clearTimeout(this.#retry);
            this.#connect();
        }
    }

    close(): void {
        this.#closed = true;
        clearTimeout(this.#retry);
        this.#connection?.close();
        this.#connection = null;
    }

    #connect(): void {
        // Drawn anew, as docs/protocol.md wants of every client but a door.
        const clientId = toHex(crypto.getRandomValues(new Uint8Array(16)));
        const { user, password } = this.settings;
        this.#since = Date.now();
        this.#connection = new Connection(
            this.settings.open(),
            { clientId, user, password },
            {
                connected: () => void this.#subscribe(),
                received: (message) => this.settings.received(message),
                ended: (how) => this.#ended(how),
            },
        );
    }

    async #subscribe(): Promise<void> {
        const { filters } = this.settings;
        // A SUBSCRIBE for nothing is a Protocol Error: [MQTT-3.8.3-2].
        const reasonCodes =
            filters.length === 0 ? [] : await this.#connection?.subscribe(filters);
        if (reasonCodes && !this.#closed) {
            this.settings.online(reasonCodes);
        }
    }

    #ended(how: Ending): void {
        this.#connection = null;
        if (this.#closed) {
            return;
        }
        this.#failures = Date.now() - this.#since >= LASTING ? 0 : this.#failures + 1;
        this.#retry = setTimeout(() => this.#connect(), backoff(this.#failures, Math.random()));
        this.settings.offline(how);
    }
}

/** Where the page came from has its broker too. */
export function openWebSocket(origin: string): Socket {
    return new WebSocket(`${origin.replace(/^http/, 'ws')}/mqtt`, 'mqtt');
}
