// test/vectors of the tree: what every side and every language is judged by.
import { readFileSync } from 'node:fs';

import { fromHex } from '../../src/bytes/bytes';

const folder = new URL('../../../test/vectors/', import.meta.url);

export function readLines(file: string): string[] {
    const text = readFileSync(new URL(file, folder), 'utf8');
    return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

const messages = new Map(
    readLines('messages.txt').map((line): [string, Uint8Array] => {
        const [name = '', hex = ''] = line.split(' ');
        return [name, hex === '-' ? new Uint8Array() : fromHex(hex)!];
    }),
);

export function vector(name: string): Uint8Array {
    const bytes = messages.get(name);
    if (!bytes) {
        throw new Error(`test/vectors/messages.txt has no ${name}`);
    }
    return bytes;
}

export const vectorNames = (begin: string): string[] =>
    [...messages.keys()].filter((name) => name.startsWith(begin));
