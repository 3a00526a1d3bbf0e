// A WebSocket that is none: a test says what the other side says.
import { fromHex } from '../../src/bytes/bytes';
import type { Socket } from '../../src/mqtt/connection';

export class FakeSocket implements Socket {
    binaryType = '';
    onopen: ((event: never) => void) | null = null;
    onmessage: ((event: never) => void) | null = null;
    onclose: ((event: never) => void) | null = null;
    readonly sent: Uint8Array[] = [];
    closed = false;

    send(data: Uint8Array): void {
        this.sent.push(data);
    }

    close(): void {
        this.closed = true;
    }

    open(): void {
        this.onopen?.({} as never);
    }

    says(hex: string): void {
        const data = fromHex(hex.replaceAll(' ', ''))!.buffer;
        this.onmessage?.({ data } as never);
    }

    /** Packet types that were sent. */
    get types(): number[] {
        return this.sent.map((packet) => packet[0]! >> 4);
    }
}
