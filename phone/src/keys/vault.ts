// What this phone keeps, in IndexedDB: keys that can be used and not be read, its login, the doors'
// last words, and the history.

export interface Vault {
    get(name: string): Promise<unknown>;
    put(name: string, value: unknown): Promise<void>;
    remove(name: string): Promise<void>;
    /** Event messages as they came, in no order. */
    events(): Promise<Uint8Array[]>;
    /** The name is the door's, boot and number; one that is there stays. */
    keepEvent(name: string, message: Uint8Array): Promise<void>;
    dropEvents(names: readonly string[]): Promise<void>;
    /** What is still on its way, and comes later, is rejected. */
    close(): void;
    /** Nothing is left of it, nor comes back: it is closed. */
    forget(): Promise<void>;
}

/** For what is better kept, and not worth a word where it can not be. */
export function atBest(keeping: Promise<void>): void {
    keeping.catch(() => undefined);
}

const DATABASE = 'portcullis';
const KEPT = 'kept';
const EVENTS = 'events';

function settled<T>(request: IDBRequest<T>): Promise<T> {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('IndexedDB gave no reason'));
    });
}

function open(): Promise<IDBDatabase> {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
        request.result.createObjectStore(KEPT);
        request.result.createObjectStore(EVENTS);
    };
    return settled(request);
}

export async function openVault(): Promise<Vault> {
    const database = await open();
    const reading = (store: string) => database.transaction(store).objectStore(store);

    // Answers once it is on disk, not when it was asked for; a database that was closed is a rejection.
    async function writing(store: string, write: (objects: IDBObjectStore) => void): Promise<void> {
        const transaction = database.transaction(store, 'readwrite');
        write(transaction.objectStore(store));
        return await new Promise((resolve, reject) => {
            transaction.oncomplete = () => resolve();
            transaction.onabort = () => reject(transaction.error ?? new Error('not written'));
        });
    }

    return {
        get: async (name) => settled<unknown>(reading(KEPT).get(name)),
        put: (name, value) => writing(KEPT, (objects) => objects.put(value, name)),
        remove: (name) => writing(KEPT, (objects) => objects.delete(name)),
        events: async () => settled(reading(EVENTS).getAll() as IDBRequest<Uint8Array[]>),
        keepEvent: (name, message) => writing(EVENTS, (objects) => objects.put(message, name)),
        dropEvents: (names) =>
            writing(EVENTS, (objects) => names.forEach((name) => objects.delete(name))),
        close: () => database.close(),
        forget: async () => {
            const empty = [KEPT, EVENTS].map((store) => writing(store, (objects) => objects.clear()));
            database.close(); // behind these two: nothing else begins
            await Promise.all(empty);
        },
    };
}
