// The garage itself, in real time: what somebody does in it, and where the door really is.
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';

import { until } from './programs';

export interface Leaf {
    /** 0 closed, 1000 open. */
    readonly permille: number;
    readonly moves: boolean;
}

export class Garage {
    private readonly child: ChildProcess;
    private readonly lines: Interface;
    private readonly waiting: ((leaf: Leaf) => void)[] = [];

    constructor(program: string, pins: string, seconds: number) {
        this.child = spawn(program, [pins, String(seconds)], { stdio: ['pipe', 'pipe', 'inherit'] });
        this.lines = createInterface({ input: this.child.stdout! });
        this.lines.on('line', (line) => {
            const [permille = '0', motion] = line.split(' ');
            this.waiting.shift()?.({ permille: Number(permille), moves: motion === 'moves' });
        });
    }

    /** See test/end_to_end/garage_program.c. */
    does(line: string): Promise<Leaf> {
        this.child.stdin!.write(`${line}\n`);
        return new Promise((resolve) => this.waiting.push(resolve));
    }

    look(): Promise<Leaf> {
        return this.does('look');
    }

    async stands(permille: number): Promise<void> {
        await until(async () => {
            const leaf = await this.look();
            return leaf.permille === permille && !leaf.moves;
        }, `the leaf stands at ${permille}`);
    }

    close(): void {
        this.child.stdin!.end();
    }
}
