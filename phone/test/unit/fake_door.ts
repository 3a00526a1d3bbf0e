// A door that says what a test wants, signed by its identity; and a vault that is gone with the test.
import { SHORTENED } from '../../shortened';
import { concat } from '../../src/bytes/bytes';
import { Reader } from '../../src/bytes/reader';
import { Writer } from '../../src/bytes/writer';
import { generateRawKey, sign, type RawKey } from '../../src/keys/p256';
import type { Vault } from '../../src/keys/vault';
import { command8Of } from '../../src/protocol/command';
import type { DoorFile } from '../../src/protocol/files';
import { key8Of } from '../../src/protocol/key8';
import { rosterHash8 } from '../../src/protocol/roster';

export interface EpochFields {
    boot: number;
    turn: number;
    value: number;
    unixSeconds: number;
    sequence: number;
    state: number;
    position: number;
    flags: number;
    event: number;
    rosterVersion: number;
    rosterHash8: Uint8Array;
}

export const CLOSED = 3;
export const OPEN = 1;
export const OPENING = 2;
export const STOPPED = 5;
export const WARNING = 6;

export class FakeDoor {
    private constructor(readonly key: RawKey) {}

    static async make(): Promise<FakeDoor> {
        return new FakeDoor(await generateRawKey());
    }

    get door8(): Uint8Array {
        return key8Of(this.key.point);
    }

    get file(): DoorFile {
        return { name: 'garage', point: this.key.point, warning: 5 };
    }

    epoch(fields: Partial<EpochFields> = {}): Promise<Uint8Array> {
        const now = Math.floor(Date.now() / 1000);
        return this.signed(
            new Writer()
                .text('PCE1')
                .put(this.door8)
                .u32(fields.boot ?? 1)
                .u32(fields.turn ?? 1)
                .put(new Uint8Array(16).fill(fields.value ?? 1))
                .u64(fields.unixSeconds ?? now)
                .u16(fields.sequence ?? 1)
                .u8(fields.state ?? CLOSED)
                .u8(fields.position ?? 0)
                .u8(fields.flags ?? 0)
                .u32(fields.event ?? 1)
                .u32(fields.rosterVersion ?? 1)
                .put(fields.rosterHash8 ?? new Uint8Array(8)),
        );
    }

    /** To a raw Command as it was sent. */
    ack(command: Uint8Array, result: number, sequence = 2): Promise<Uint8Array> {
        const command8 = command8Of(command.slice(1, 49));
        return this.signed(
            new Writer()
                .text('PCA1')
                .put(this.door8)
                .put(command8)
                .u8(result)
                .u16(sequence)
                .u8(OPENING)
                .u8(255),
        );
    }

    event(fields: {
        number: number;
        boot?: number;
        what?: number;
        result?: number;
        unixSeconds?: number;
        key8?: Uint8Array;
        command8?: Uint8Array;
    }): Promise<Uint8Array> {
        return this.signed(
            new Writer()
                .text('PCV1')
                .put(this.door8)
                .u32(fields.boot ?? 1)
                .u32(fields.number)
                .u32(100)
                .u64(fields.unixSeconds ?? 1_790_000_000 + fields.number)
                .u8(fields.what ?? 1)
                .u8(fields.result ?? 1)
                .put(fields.key8 ?? new Uint8Array(8))
                .put(fields.command8 ?? new Uint8Array(8)),
        );
    }

    /** Signed by nobody: only the door's Epoch says which one is in force. */
    roster(version: number, users: readonly (readonly [string, Uint8Array])[]): Uint8Array {
        const writer = new Writer().text('PCR1').put(this.door8).u32(version).u64(0);
        writer.u8(0).u8(0).u8(users.length).u8(0).put(new Uint8Array(64));
        for (const [user, point] of users) {
            const name = new Uint8Array(16);
            name.set(new TextEncoder().encode(user));
            writer.u8(1).u8(2).u16(0).put(point).put(new Uint8Array(8)).put(name);
        }
        return writer.put(new Uint8Array(8 + 64)).done();
    }

    static hash8 = rosterHash8;

    private async signed(writer: Writer): Promise<Uint8Array> {
        const bytes = writer.done();
        return concat(bytes, await sign(this.key.key, bytes));
    }
}

export interface SeenCommand {
    readonly key8: Uint8Array;
    readonly epochValue: number;
    readonly nonce: number;
    readonly action: number;
    readonly argument: number;
    readonly sequence: number;
}

export function readCommand(command: Uint8Array): SeenCommand {
    const reader = new Reader(command);
    reader.take(1 + 4 + 8);
    return {
        key8: reader.take(8),
        epochValue: reader.take(16)[0]!,
        nonce: reader.u64(),
        action: reader.u8(),
        argument: reader.u8(),
        sequence: reader.u16(),
    };
}

/** What is kept is read by later builds, so no name in it may be one that a build shortens. */
function assertNamesLast(value: unknown): void {
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || value instanceof CryptoKey) {
        return;
    }
    for (const [name, part] of Object.entries(value)) {
        if (SHORTENED.includes(name)) {
            throw new Error(`"${name}" is kept, and shortened by the build (phone/shortened.ts)`);
        }
        assertNamesLast(part);
    }
}

export function memoryVault(): Vault {
    const kept = new Map<string, unknown>();
    const events = new Map<string, Uint8Array>();
    const done = (act: unknown) => Promise.resolve(void act);
    return {
        get: (name) => Promise.resolve(kept.get(name)),
        put: (name, value) => {
            assertNamesLast(value);
            return done(kept.set(name, value));
        },
        remove: (name) => done(kept.delete(name)),
        events: () => Promise.resolve([...events.values()]),
        keepEvent: (name, message) => done(events.set(name, message)),
        dropEvents: (names) => done(names.forEach((name) => events.delete(name))),
        close: () => undefined,
        forget: () => done([kept.clear(), events.clear()]),
    };
}
