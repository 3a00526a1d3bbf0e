import { useEffect, useRef, useState } from 'preact/hooks';

/** Date.now(), and a new look at it every so many milliseconds. */
export function useNow(every: number): number {
    const [now, setNow] = useState(Date.now);
    useEffect(() => {
        const timer = setInterval(() => setNow(Date.now()), every);
        return () => clearInterval(timer);
    }, [every]);
    return now;
}

/** Date.now() when this very value was first seen. */
export function useSince(value: unknown): number {
    const seen = useRef({ value, at: Date.now() });
    if (seen.current.value !== value) {
        seen.current = { value, at: Date.now() };
    }
    return seen.current.at;
}
