// Numbers that are the same in each run (mulberry32).
export function dice(seed: number): (sides: number) => number {
    let state = seed;
    return (sides) => {
        state = (state + 0x6d2b79f5) | 0;
        let mixed = Math.imul(state ^ (state >>> 15), state | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return 1 + (((mixed ^ (mixed >>> 14)) >>> 0) % sides);
    };
}
