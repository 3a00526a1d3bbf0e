import { expect, test } from 'vitest';

import { fromHex, fromText, toBase64url } from '../../src/bytes/bytes';
import { Writer } from '../../src/bytes/writer';
import { readHomeFile, readLogin } from '../../src/protocol/files';
import { readLink } from '../../src/protocol/link';
import { isName, isRoot } from '../../src/protocol/topics';

interface Fields {
    version?: number;
    kind?: number;
    role?: number;
    user?: string;
    doors?: readonly string[];
    behind?: Uint8Array;
}

function linkBytes(fields: Fields = {}): Uint8Array {
    const writer = new Writer()
        .u8(fields.version ?? 1)
        .u8(fields.kind ?? 1)
        .put(new Uint8Array(32).fill(0x11))
        .put(new Uint8Array(64).fill(0x22))
        .put(new Uint8Array(16).fill(0x2a))
        .u8(fields.role ?? 2)
        .u32(1_800_000_000)
        .u8(0x1f)
        .u16(7 * 60)
        .u16(9 * 60)
        .u16(20543)
        .u8(3);
    const short = (text: string) => writer.u8(fromText(text).length).text(text);
    short(fields.user ?? 'bob-phone');
    const doors = fields.doors ?? ['garage', 'side-door'];
    writer.u8(doors.length);
    doors.forEach(short);
    return writer.put(fields.behind ?? new Uint8Array()).done();
}

const link = (fields?: Fields) => readLink(`https://home.example/#${toBase64url(linkBytes(fields))}`);

test('a link names the person, his key, his login and his doors', () => {
    expect(link()).toEqual({
        kind: 'invitation',
        key: new Uint8Array(32).fill(0x11),
        point: new Uint8Array(64).fill(0x22),
        password: '2a'.repeat(16),
        role: 'member',
        expires: 1_800_000_000,
        limits: { days: 31, from: 420, to: 540, last: 20_543, uses: 3, until: 0 },
        user: 'bob-phone',
        doors: ['garage', 'side-door'],
    });
    const guest = link({ kind: 2, role: 3 });
    expect(guest).toMatchObject({ kind: 'guest', role: 'guest', limits: { uses: 3, until: 1_800_000_000_000 } });
    expect(link({ doors: [] })).toMatchObject({ doors: [] });
});

test('the fragment alone is a link too, with blanks around', () => {
    expect(readLink(` #${toBase64url(linkBytes())}\n`)).toEqual(link());
    expect(readLink(toBase64url(linkBytes()))).toEqual(link());
});

test('every truncation is no link, and one byte more', () => {
    const whole = linkBytes();
    for (let size = 0; size < whole.length; size++) {
        expect(readLink(toBase64url(whole.slice(0, size))), `${size} bytes`).toBe(null);
    }
    expect(link({ behind: Uint8Array.of(0) })).toBe(null);
});

test.each<Fields>([
    { version: 2 },
    { kind: 0 },
    { kind: 3 },
    { role: 0 },
    { role: 4 },
    { user: '' },
    { user: 'Bob' },
    { user: 'b/+' },
    { user: 'a'.repeat(17) },
    { doors: [''] },
    { doors: ['#'] },
])('a link with %j is refused', (fields) => {
    expect(link(fields)).toBe(null);
});

test('the longest link there can be is one, and what is longer is not even decoded', () => {
    const doors = new Array<string>(255).fill('a'.repeat(16));
    expect(link({ user: 'a'.repeat(16), doors })).toMatchObject({ doors });
    expect(readLink(`#${'A'.repeat(4_000_000)}`)).toBe(null);
});

test('what has another letter in it is no link', () => {
    const text = toBase64url(linkBytes());
    expect(readLink(`${text.slice(0, 20)}!${text.slice(21)}`)).toBe(null);
    expect(readLink('')).toBe(null);
});

const point = 'b5'.repeat(64);
const home = {
    format: 1,
    organisation: 'Home',
    root: 'portcullis',
    doors: [{ name: 'garage', point, warning: 7 }],
};

test("the page's file names the doors and their identity", () => {
    expect(readHomeFile(JSON.stringify(home))).toEqual({
        organisation: 'Home',
        root: 'portcullis',
        doors: [{ name: 'garage', point: fromHex(point), warning: 7 }],
    });
});

test.each([
    ['no JSON', '{'],
    ['an array', '[]'],
    ['another format', JSON.stringify({ ...home, format: 2 })],
    ['no root', JSON.stringify({ ...home, root: undefined })],
    ['a root with a wildcard', JSON.stringify({ ...home, root: 'a/#' })],
    ['no doors', JSON.stringify({ ...home, doors: undefined })],
    ['a short point', JSON.stringify({ ...home, doors: [{ name: 'garage', point: 'b5' }] })],
    ['a door called +', JSON.stringify({ ...home, doors: [{ name: '+', point }] })],
    ['one bad door of two', JSON.stringify({ ...home, doors: [...home.doors, null] })],
])('a page file with %s is none', (_, text) => {
    expect(readHomeFile(text)).toBe(null);
});

test('a login names user, password and doors', () => {
    const text = '{"user":"bob-phone","password":"0123","rosters":{"garage":5,"side":1}}';
    expect(readLogin(text)).toEqual({ user: 'bob-phone', password: '0123', rosters: { garage: 5, side: 1 } });
});

test.each([
    '',
    'null',
    '[]',
    '{}',
    '{"user":"bob","certificate":"x","rosters":{}}',
    '{"user":"bob/+","password":"x","rosters":{"garage":1}}',
    '{"user":"bob","password":"","rosters":{"garage":1}}',
    '{"user":"bob","password":"x"}',
    '{"user":"bob","password":"x","rosters":{}}',
    '{"user":"bob","password":"x","rosters":{"garage":"1"}}',
    '{"user":"bob","password":"x","rosters":{"Garage":1}}',
])('%j is no login', (text) => {
    expect(readLogin(text)).toBe(null);
});

test('names and roots are those of docs/protocol.md', () => {
    expect(['a', 'side-door', 'a'.repeat(16), '0'].every(isName)).toBe(true);
    expect(['', 'A', 'a b', 'a'.repeat(17), 'a/b', '+'].some(isName)).toBe(false);
    expect(['portcullis', 'portcullis/site', 'a'.repeat(64)].every(isRoot)).toBe(true);
    expect(['', '$SYS', '/a', 'a/', 'a+', 'a b', 'a'.repeat(65)].some(isRoot)).toBe(false);
});
