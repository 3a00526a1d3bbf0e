// Programs that a journey starts, and ends by their own process ids.
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';

/** Nothing waits for a fixed time; this is for what must come, on a machine that may be busy. */
export const WITHIN = 60_000;

export const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => setTimeout(resolve, ms));

/** What it answers as soon as that is neither false nor nothing. */
export async function until<T>(
    ask: () => Promise<T> | T,
    what: string,
): Promise<Exclude<T, false | null>> {
    for (const begun = Date.now(); Date.now() - begun < WITHIN; await pause(50)) {
        const answer = await ask();
        if (answer) {
            return answer as Exclude<T, false | null>;
        }
    }
    throw new Error(`not within ${WITHIN / 1000} s: ${what}`);
}

export function find(program: string): string | null {
    const places = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/local/sbin'];
    return places.map((place) => join(place, program)).find(existsSync) ?? null;
}

export function freePort(): Promise<number> {
    return new Promise((resolve, reject) => {
        const server = createServer().on('error', reject);
        server.listen(0, '127.0.0.1', () => {
            const address = server.address();
            server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
        });
    });
}

const answers = (port: number): Promise<boolean> =>
    new Promise((resolve) => {
        const socket = connect(port, '127.0.0.1', () => {
            socket.destroy();
            resolve(true);
        }).on('error', () => resolve(false));
    });

export interface Run {
    readonly code: number;
    readonly said: string;
}

/** To its end; both its streams. The test goes on meanwhile, for it may be the air between two others. */
export function run(words: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Run> {
    const [program = '', ...rest] = words;
    const child = spawn(program, rest, {
        env: { ...process.env, ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    const hear = (text: Buffer): void => void (said += text.toString());
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    return new Promise((resolve, reject) => {
        child.on('error', reject);
        child.on('close', (code) => resolve({ code: code ?? -1, said }));
    });
}

export class Program {
    private child: ChildProcess | null = null;

    constructor(
        readonly words: readonly string[],
        private readonly log: string,
    ) {}

    async start(port?: number): Promise<void> {
        const [program = '', ...rest] = this.words;
        const log = openSync(this.log, 'a');
        this.child = spawn(program, rest, { stdio: ['pipe', log, log] });
        closeSync(log);
        if (port !== undefined) {
            await until(() => this.ended() || answers(port), `${program} on port ${port}`);
        }
        if (this.ended()) {
            throw new Error(`${program} ended: ${readFileSync(this.log, 'utf8')}`);
        }
    }

    stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
        const child = this.child;
        this.child = null;
        if (!child || child.exitCode !== null || child.signalCode !== null) {
            return Promise.resolve();
        }
        return new Promise((resolve) => {
            child.on('exit', () => resolve());
            child.kill(signal);
        });
    }

    private ended(): boolean {
        return this.child === null || this.child.exitCode !== null;
    }
}
