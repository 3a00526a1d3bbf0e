// How long to wait before the next attempt: anything between nothing and a bound that doubles from
// 250 ms to 60 s ("full jitter"), so that a thousand phones do not come back at once.

const FIRST_BOUND = 250;
const LAST_BOUND = 60_000;

/** `failures` before this attempt; `random` is in [0, 1). Milliseconds. */
export function backoff(failures: number, random: number): number {
    return random * Math.min(LAST_BOUND, FIRST_BOUND * 2 ** Math.min(failures, 8));
}
