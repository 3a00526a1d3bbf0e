// Writes big-endian bytes, in the order of the calls.
import { fromText } from './bytes';

export class Writer {
    readonly #bytes: number[] = [];

    put(bytes: Uint8Array): this {
        this.#bytes.push(...bytes);
        return this;
    }

    text(text: string): this {
        return this.put(fromText(text));
    }

    u8(value: number): this {
        return this.#number(value, 1);
    }

    u16(value: number): this {
        return this.#number(value, 2);
    }

    u32(value: number): this {
        return this.#number(value, 4);
    }

    u64(value: number): this {
        return this.#number(value, 8);
    }

    done(): Uint8Array {
        return Uint8Array.from(this.#bytes);
    }

    #number(value: number, size: number): this {
        for (let shift = size - 1; shift >= 0; shift--) {
            this.#bytes.push(Math.floor(value / 256 ** shift) % 256);
        }
        return this;
    }
}
