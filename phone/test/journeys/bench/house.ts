// A whole home on loopback, made by the real command line: mosquitto, nginx with the page as it is built,
// the door's program and a simulated garage.
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Garage } from './garage';
import { find, freePort, pause, Program, run, until, type Run } from './programs';

const DIST = new URL('../../../dist/', import.meta.url).pathname;
const DOOR = [
    ...['--profile', 'stop-both', '--switches', 'both', '--door-type', 'sectional', '--lamp'],
    ...['--beeper', '--wall-input', '--device-button', '--allow-unattended-close'],
];
const DEVICE_PRESS = 3300; // ms: the door's half of the permission to close unattended

/** By phone/CMakeLists.txt. */
function program(name: string): string {
    const path = process.env[name];
    if (!path) {
        throw new Error(`${name} does not say where that program is; run the journeys by ctest`);
    }
    return path;
}

export interface HouseSettings {
    /** Where the page is; another one than localhost is served with a certificate of the home. */
    readonly host?: string;
    readonly travelSeconds?: number;
    readonly doors?: readonly string[];
}

export class House {
    readonly folder = mkdtempSync(join(tmpdir(), 'portcullis-journey-'));
    readonly home = join(this.folder, 'home');
    origin = '';
    readonly host: string;
    private readonly secret = join(this.folder, 'passphrase');
    private readonly doors = new Map<string, { program: Program; garage: Garage }>();
    private brokerProgram!: Program;
    private nginxProgram!: Program;
    private websockets = 0;
    private port = 0;

    private constructor(private readonly settings: HouseSettings) {
        this.host = settings.host ?? 'localhost';
    }

    static async build(settings: HouseSettings = {}): Promise<House> {
        const house = new House(settings);
        try {
            await house.make();
        } catch (fault) {
            await house.end();
            throw fault;
        }
        return house;
    }

    /** The root of its certificates, as phones are told to believe it. */
    get root(): string {
        return join(this.home, 'authority/server-root.crt');
    }

    /** portcullis on this home, to its end. */
    tries(...words: readonly string[]): Promise<Run> {
        return run([program('PORTCULLIS'), ...words], { PORTCULLIS_HOME: this.home });
    }

    async does(...words: readonly string[]): Promise<string> {
        const { code, said } = await this.tries(...words);
        if (code !== 0) {
            throw new Error(`portcullis ${words.join(' ')}: exit code ${code}: ${said}`);
        }
        return said;
    }

    /** With the passphrase. */
    signs(...words: readonly string[]): Promise<string> {
        return this.does(...words, '--passphrase-file', this.secret);
    }

    /** The link of an invitation. */
    async invites(user: string, role: string, ...more: readonly string[]): Promise<string> {
        const said = await this.signs('invite', user, '--role', role, '--no-wait', '--json', ...more);
        const link = /"link":\s*"([^"]*)"/.exec(said)?.[1];
        if (!link) {
            throw new Error(`no link in ${said}`);
        }
        return link;
    }

    accepts(user: string, digits: string): Promise<string> {
        return this.signs('invite', 'accept', user, '--digits', digits);
    }

    garage(door = 'garage'): Garage {
        return this.doors.get(door)!.garage;
    }

    door(door = 'garage'): Program {
        return this.doors.get(door)!.program;
    }

    broker = {
        start: (): Promise<void> => this.brokerProgram.start(this.websockets),
        stop: (): Promise<void> => this.brokerProgram.stop('SIGKILL'),
    };

    nginx = {
        start: (): Promise<void> => this.nginxProgram.start(this.port),
        stop: (): Promise<void> => this.nginxProgram.stop(),
    };

    async end(): Promise<void> {
        for (const { program: door, garage } of this.doors.values()) {
            garage.close();
            await door.stop('SIGKILL');
        }
        await this.nginxProgram?.stop();
        await this.brokerProgram?.stop();
        rmSync(this.folder, { recursive: true });
    }

    private async make(): Promise<void> {
        chmodSync(this.folder, 0o755); // nginx's own user walks through it
        writeFileSync(this.secret, 'correct horse\n', { mode: 0o600 });
        const [broker, websockets, page] = [await freePort(), await freePort(), await freePort()];
        this.websockets = websockets;
        this.port = page;
        await this.signs(
            ...['init', '--owner', 'alice', '--bind', '127.0.0.1', '--broker-address', '127.0.0.1'],
            ...['--port', String(broker), '--websockets-port', String(websockets)],
            ...['--host', this.host, '--page-port', String(page)],
        );
        const doors = this.settings.doors ?? ['garage'];
        for (const door of doors) {
            await this.signs('door', 'add', door, ...DOOR, '--broker-address', '127.0.0.1');
        }
        const scheme = this.host === 'localhost' ? 'http' : 'https';
        this.origin = `${scheme}://${this.host}:${page}`;
        await this.serve();
        await Promise.all(doors.map((door) => this.moveIn(door)));
    }

    private async serve(): Promise<void> {
        const files = join(this.folder, 'files');
        const runs = join(this.folder, 'run');
        cpSync(DIST, files, { recursive: true });
        mkdirSync(runs);
        await this.does('page', 'set', '--files', files, '--listen', '127.0.0.1');
        const log = (name: string) => join(this.folder, `${name}.log`);
        const configuration = join(this.home, 'broker/mosquitto.conf');
        this.brokerProgram = new Program([find('mosquitto')!, '-c', configuration], log('mosquitto'));
        const alone = join(this.home, 'page/alone.conf');
        const nginx = [find('nginx')!, '-e', 'stderr', '-p', `${runs}/`, '-c', alone];
        this.nginxProgram = new Program(nginx, log('nginx'));
        await this.broker.start();
        await this.nginx.start();
    }

    private async moveIn(door: string): Promise<void> {
        const folder = join(this.folder, door);
        mkdirSync(folder);
        const pins = join(folder, 'pins');
        const seconds = this.settings.travelSeconds ?? 2;
        const garage = new Garage(program('PORTCULLIS_GARAGE'), pins, seconds);
        const image = join(this.home, 'doors', door, 'door.image');
        const words = ['--image', image, '--pins', pins, '--flash', join(folder, 'flash')];
        const log = join(folder, 'log');
        const controller = new Program([program('PORTCULLIS_DOOR'), ...words, '--log', log], `${log}.words`);
        this.doors.set(door, { program: controller, garage });
        await garage.look();
        await controller.start();
        await until(async () => {
            const { said } = await this.tries('status', door);
            return said.includes('(proven), fresh');
        }, `${door} is told`);
        await garage.does(`device ${DEVICE_PRESS}`);
        await pause(DEVICE_PRESS + 500); // nothing tells that it was seen
    }
}
