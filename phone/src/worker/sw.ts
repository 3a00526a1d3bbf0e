// The page without a network: it shows what it last knew instead of nothing, and is there at once. Kept are
// the page's own files and nothing else; what it says of the home comes from the home.
//
// The page is taken from what is kept, and asked for anew behind its back. A newer one is put in its place
// only when all its files are there, so old and new never mix; it shows at the next visit.

const KEPT = 'page';
const OTHERS = ['/manifest.webmanifest', '/icon.svg', '/icon-192.png'];

interface WorkerEvent extends Event {
    waitUntil(work: Promise<unknown>): void;
}

interface FetchEvent extends WorkerEvent {
    readonly request: Request;
    respondWith(answer: Promise<Response>): void;
}

interface Worker {
    addEventListener(name: 'fetch', heard: (event: FetchEvent) => void): void;
    addEventListener(name: 'install', heard: (event: WorkerEvent) => void): void;
}

const worker = self as unknown as Worker;

function filesNamedBy(html: string): string[] {
    return [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, file]) => file ?? '');
}

async function refresh(): Promise<void> {
    const answer = await fetch('/', { cache: 'reload' });
    if (!answer.ok) {
        return;
    }
    const cache = await caches.open(KEPT);
    const html = await answer.clone().text();
    const files = [...filesNamedBy(html), ...OTHERS];
    if (html !== (await (await cache.match('/'))?.text())) {
        await cache.addAll(files);
    }
    // The same text may come under other headers: what the page may do stands there.
    await cache.put('/', answer);
    for (const { url } of await cache.keys()) {
        const { pathname } = new URL(url);
        if (pathname !== '/' && !files.includes(pathname)) {
            await cache.delete(url);
        }
    }
}

async function answerTo(request: Request): Promise<Response> {
    const cache = await caches.open(KEPT);
    const wanted = request.mode === 'navigate' ? '/' : request;
    return (await cache.match(wanted)) ?? fetch(request);
}

worker.addEventListener('install', (event) => event.waitUntil(refresh()));

worker.addEventListener('fetch', (event) => {
    const { request } = event;
    const { origin, pathname } = new URL(request.url);
    const ours = pathname === '/' || pathname.startsWith('/assets/') || OTHERS.includes(pathname);
    if (request.method !== 'GET' || origin !== location.origin || !ours) {
        return;
    }
    event.respondWith(answerTo(request));
    if (request.mode === 'navigate') {
        event.waitUntil(refresh().catch(() => undefined));
    }
});
