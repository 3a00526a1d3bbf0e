// The broker in hostile hands: it stands between a phone and the real one, keeps what goes by, and says
// to the phone what a test wants.
import type { Page, WebSocketRoute } from 'playwright-core';

import { Decoder, type Packet } from '../../../src/mqtt/decode';
import { puback, publish } from '../../../src/mqtt/encode';

type Publish = Extract<Packet, { type: 'publish' }>;

export class Air {
    /** What the broker has said to the phone, in order. */
    readonly heard: Publish[] = [];
    /** The PUBLISH packets of the phone, as they are. */
    readonly sent: { readonly topic: string; readonly payload: Uint8Array }[] = [];
    #toPhone: WebSocketRoute | null = null;
    #toBroker: WebSocketRoute | null = null;
    #holdsBack = false;
    #swallows = false;

    static async around(page: Page): Promise<Air> {
        const air = new Air();
        await page.routeWebSocket(/\/mqtt$/, (phone) => air.#join(phone));
        return air;
    }

    /** Nothing of the broker's reaches the phone any more. */
    holdsBack(holds: boolean): void {
        this.#holdsBack = holds;
    }

    /** What the phone says is acknowledged, and goes no further. */
    swallows(swallows: boolean): void {
        this.#swallows = swallows;
    }

    says(topic: string, payload: Uint8Array, retain = true): void {
        this.#toPhone?.send(Buffer.from(publish({ topic, payload, retain }, 9)));
    }

    /** As if the phone had said it once more. */
    repeats(message: { readonly topic: string; readonly payload: Uint8Array }): void {
        this.#toBroker?.send(Buffer.from(publish(message, 60_000)));
    }

    last(topic: RegExp): Publish {
        const found = this.heard.filter((message) => topic.test(message.topic)).at(-1);
        if (!found) {
            throw new Error(`nothing was said on ${topic.source}`);
        }
        return found;
    }

    #join(phone: WebSocketRoute): void {
        const broker = phone.connectToServer();
        const decoder = new Decoder();
        this.#toPhone = phone;
        this.#toBroker = broker;
        phone.onMessage((piece) => {
            const said = this.#keep(new Uint8Array(Buffer.from(piece)));
            if (said !== null && this.#swallows) {
                phone.send(Buffer.from(puback(said)));
            } else {
                broker.send(piece);
            }
        });
        broker.onMessage((piece) => {
            for (const packet of decoder.push(new Uint8Array(Buffer.from(piece)))) {
                if (packet.type === 'publish') {
                    this.heard.push(packet);
                }
            }
            if (!this.#holdsBack) {
                phone.send(piece);
            }
        });
    }

    // A client's PUBLISH reads as a server's does; gives its packet identifier.
    #keep(packet: Uint8Array): number | null {
        if (packet[0]! >> 4 !== 3) {
            return null;
        }
        const read = new Decoder().push(packet)[0] as Publish;
        this.sent.push({ topic: read.topic, payload: read.payload });
        return read.packetIdentifier;
    }
}
