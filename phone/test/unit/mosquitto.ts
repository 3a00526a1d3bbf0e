// A mosquitto of a test's own, with a websockets listener on loopback.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

const PROGRAM = ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto'].find(existsSync);

export const hasMosquitto = PROGRAM !== undefined;

export function freePort(): Promise<number> {
    return new Promise((resolve, reject) => {
        const server = createServer();
        server.on('error', reject);
        server.listen(0, '127.0.0.1', () => {
            const address = server.address();
            server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
        });
    });
}

const answers = (port: number): Promise<boolean> =>
    new Promise((resolve) => {
        const socket = connect(port, '127.0.0.1');
        socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
        socket.on('connect', () => socket.destroy());
    });

export class Mosquitto {
    private constructor(
        readonly port: number,
        private readonly folder: string,
        private child: ChildProcess,
    ) {}

    static async start(): Promise<Mosquitto> {
        const folder = mkdtempSync(join(tmpdir(), 'portcullis-phone-'));
        const [websockets, plain] = [await freePort(), await freePort()];
        // 2.0.11 wants a listener that is not for websockets too.
        const configuration = [
            ...(userInfo().uid === 0 ? ['user root'] : []),
            'per_listener_settings false',
            `acl_file ${folder}/acl`,
            'allow_anonymous true',
            `listener ${plain} 127.0.0.1`,
            `listener ${websockets} 127.0.0.1`,
            'protocol websockets',
            'socket_domain ipv4',
        ];
        writeFileSync(join(folder, 'mosquitto.conf'), `${configuration.join('\n')}\n`);
        const acl = 'user bob\ntopic readwrite open/#\nuser ann\ntopic readwrite open/#\n';
        writeFileSync(join(folder, 'acl'), acl, { mode: 0o600 });
        const broker = new Mosquitto(websockets, folder, Mosquitto.run(folder));
        await broker.answers();
        return broker;
    }

    private static run(folder: string): ChildProcess {
        const configuration = join(folder, 'mosquitto.conf');
        return spawn(PROGRAM!, ['-c', configuration], { stdio: 'ignore' });
    }

    private async answers(): Promise<void> {
        while (!(await answers(this.port))) {
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
    }

    private halt(): Promise<void> {
        return new Promise((resolve) => {
            this.child.on('exit', () => resolve());
            this.child.kill('SIGKILL');
        });
    }

    async restart(): Promise<void> {
        await this.halt();
        this.child = Mosquitto.run(this.folder);
        await this.answers();
    }

    async stop(): Promise<void> {
        await this.halt();
        rmSync(this.folder, { recursive: true });
    }
}
