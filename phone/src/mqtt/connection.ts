// One connection to the broker, from the opening of its WebSocket to its end; it does not come back.
import { Decoder, MalformedPacket, type Packet } from './decode';
import * as encode from './encode';

const KEEP_ALIVE_SECONDS = 30;
const CONNECT_WITHIN = 10_000;
const PINGRESP_WITHIN = 10_000;
const SUCCESS = 0x00;

/** Reason codes from here on are errors (2.4). */
export const FIRST_ERROR = 0x80;

export type Ending =
    /** By CONNACK or DISCONNECT. */
    | { readonly by: 'broker'; readonly reasonCode: number }
    /** Silence, a closed socket, or what is no MQTT. */
    | { readonly by: 'network' }
    | { readonly by: 'us' };

export interface Received {
    readonly topic: string;
    readonly payload: Uint8Array;
    readonly retain: boolean;
}

export interface Listener {
    connected(): void;
    received(message: Received): void;
    /** Once, and nothing after it. */
    ended(how: Ending): void;
}

/** The part of WebSocket that is used here. */
export interface Socket {
    binaryType: string;
    onopen: ((event: never) => void) | null;
    onmessage: ((event: never) => void) | null;
    onclose: ((event: never) => void) | null;
    send(data: Uint8Array): void;
    close(): void;
}

export class Connection {
    readonly #decoder = new Decoder();
    readonly #awaited = new Map<number, (reasonCodes: readonly number[] | null) => void>();
    #packetIdentifier = 0;
    #up = false;
    #over = false;
    #deadline: ReturnType<typeof setTimeout>;
    #keepAlive: ReturnType<typeof setInterval> | undefined;
    #pinged = false;

    constructor(
        private readonly socket: Socket,
        who: encode.Credentials,
        private readonly listener: Listener,
    ) {
        this.#deadline = setTimeout(() => this.#lose(), CONNECT_WITHIN);
        socket.binaryType = 'arraybuffer';
        socket.onopen = () => socket.send(encode.connect(who, KEEP_ALIVE_SECONDS));
        socket.onmessage = (event: { data: unknown }) => this.#take(event.data);
        socket.onclose = () => this.#lose();
    }

    /** The reason code of PUBACK; null: the connection ended first. */
    async publish(message: encode.Message): Promise<number | null> {
        const codes = await this.#answered((identifier) => encode.publish(message, identifier));
        return codes?.[0] ?? null;
    }

    /** The reason codes of SUBACK, in the order of the filters; null: the connection ended first. */
    subscribe(filters: readonly string[]): Promise<readonly number[] | null> {
        return this.#answered((identifier) => encode.subscribe(filters, identifier));
    }

    /** Asks whether anybody is there; silence ends the connection. */
    ping(): void {
        if (!this.#up || this.#pinged) {
            return;
        }
        this.#pinged = true;
        this.socket.send(encode.pingreq());
        this.#deadline = setTimeout(() => this.#lose(), PINGRESP_WITHIN);
    }

    close(): void {
        if (this.#up) {
            this.socket.send(encode.disconnect());
        }
        this.#end({ by: 'us' });
    }

    #answered(
        packetOf: (identifier: number) => Uint8Array,
    ): Promise<readonly number[] | null> {
        if (!this.#up) {
            return Promise.resolve(null);
        }
        // Not one that is still in use: [MQTT-2.2.1-3].
        do {
            this.#packetIdentifier = (this.#packetIdentifier % 0xffff) + 1;
        } while (this.#awaited.has(this.#packetIdentifier));
        const identifier = this.#packetIdentifier;
        this.socket.send(packetOf(identifier));
        return new Promise((resolve) => this.#awaited.set(identifier, resolve));
    }

    #settle(identifier: number, reasonCodes: readonly number[]): void {
        this.#awaited.get(identifier)?.(reasonCodes);
        this.#awaited.delete(identifier);
    }

    #take(piece: unknown): void {
        try {
            // Text frames are none of MQTT's: [MQTT-6.0.0-1].
            if (!(piece instanceof ArrayBuffer)) {
                throw new MalformedPacket();
            }
            for (const packet of this.#decoder.push(new Uint8Array(piece))) {
                if (!this.#over) {
                    this.#act(packet);
                }
            }
        } catch (fault) {
            if (!(fault instanceof MalformedPacket)) {
                throw fault;
            }
            this.#lose();
        }
    }

    #act(packet: Packet): void {
        // CONNACK comes first, and once: [MQTT-3.2.0-1], [MQTT-3.2.0-2].
        if ((packet.type === 'connack') === this.#up) {
            throw new MalformedPacket();
        }
        switch (packet.type) {
            case 'connack':
                this.#begin(packet.reasonCode, packet.keepAlive ?? KEEP_ALIVE_SECONDS);
                break;
            case 'publish':
                if (packet.packetIdentifier !== null) {
                    this.socket.send(encode.puback(packet.packetIdentifier));
                }
                this.listener.received(packet);
                break;
            case 'puback':
                this.#settle(packet.packetIdentifier, [packet.reasonCode]);
                break;
            case 'suback':
                this.#settle(packet.packetIdentifier, packet.reasonCodes);
                break;
            case 'pingresp':
                this.#pinged = false;
                clearTimeout(this.#deadline);
                break;
            case 'disconnect':
                this.#end({ by: 'broker', reasonCode: packet.reasonCode });
                break;
        }
    }

    #begin(reasonCode: number, keepAliveSeconds: number): void {
        if (reasonCode !== SUCCESS) {
            this.#end({ by: 'broker', reasonCode });
            return;
        }
        clearTimeout(this.#deadline);
        this.#up = true;
        // A broker may want it rarely, or not at all (3.2.2.3.14); but a dead network is to be noticed, and
        // to ask more often is free (3.1.2.10).
        const seconds = Math.min(keepAliveSeconds || KEEP_ALIVE_SECONDS, KEEP_ALIVE_SECONDS);
        this.#keepAlive = setInterval(() => this.ping(), seconds * 1000);
        this.listener.connected();
    }

    #lose(): void {
        this.#end({ by: 'network' });
    }

    #end(how: Ending): void {
        if (this.#over) {
            return;
        }
        this.#over = true;
        this.#up = false;
        clearTimeout(this.#deadline);
        clearInterval(this.#keepAlive);
        this.socket.onclose = this.socket.onmessage = this.socket.onopen = null;
        this.socket.close();
        for (const resolve of this.#awaited.values()) {
            resolve(null);
        }
        this.#awaited.clear();
        this.listener.ended(how);
    }
}
