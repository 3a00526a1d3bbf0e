// Reads big-endian bytes from outside. An overrun is remembered, not acted upon: read all, then ask
// once whether it was exactly this.

export class Reader {
    #at = 0;
    #overrun = false;

    constructor(private readonly bytes: Uint8Array) {}

    get left(): number {
        return this.bytes.length - this.#at;
    }

    /** A copy; nothing where there is too little left, however much was asked for. */
    take(size: number): Uint8Array {
        if (size > this.left) {
            this.#overrun = true;
            return new Uint8Array();
        }
        this.#at += size;
        return this.bytes.slice(this.#at - size, this.#at);
    }

    u8(): number {
        return this.#number(1);
    }

    u16(): number {
        return this.#number(2);
    }

    u32(): number {
        return this.#number(4);
    }

    /** Seconds and milliseconds of this age of the world fit into a number; what does not is Infinity. */
    u64(): number {
        const value = this.u32() * 2 ** 32 + this.u32();
        return Number.isSafeInteger(value) ? value : Infinity;
    }

    /** True for exactly these characters of ASCII. */
    magic(text: string): boolean {
        return String.fromCharCode(...this.take(text.length)) === text;
    }

    /** There was enough. */
    get whole(): boolean {
        return !this.#overrun;
    }

    /** There was enough, and nothing is left over. */
    get finished(): boolean {
        return this.whole && this.left === 0;
    }

    #number(size: number): number {
        return this.take(size).reduce((value, byte) => value * 256 + byte, 0);
    }
}
