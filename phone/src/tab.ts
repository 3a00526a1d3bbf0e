// One tab at a time is this phone at the broker and at the doors: two would sign with numbers that one
// of them does not know (Web Locks API).

const LOCK = 'portcullis';

export interface TabNews {
    held(): void;
    /** Another tab has it; this one waits for it to close. */
    elsewhere(): void;
}

export class Tab {
    #waiting = new AbortController();

    constructor(private readonly news: TabNews) {
        if (!('locks' in navigator)) {
            news.held(); // a browser without it has to trust its person
            return;
        }
        void navigator.locks.request(LOCK, { ifAvailable: true }, (lock) =>
            lock ? this.#hold() : this.#wait(),
        ).catch(() => this.#wait());
    }

    takeOver(): void {
        this.#waiting.abort();
        navigator.locks
            .request(LOCK, { steal: true }, () => this.#hold())
            .catch(() => this.#wait());
    }

    // Until it is stolen, or the tab is closed.
    #hold(): Promise<never> {
        this.news.held();
        return new Promise(() => undefined);
    }

    // Stands in line; rejected when it takes over, or later when the lock is stolen.
    #wait(): void {
        this.news.elsewhere();
        this.#waiting = new AbortController();
        const { signal } = this.#waiting;
        let had = false;
        navigator.locks
            .request(LOCK, { signal }, () => {
                had = true;
                return this.#hold();
            })
            .catch(() => had && this.#wait());
    }
}
