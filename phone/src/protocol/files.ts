// The two texts in JSON that a phone is given: the page's file, and its login. Neither is signed: the
// one comes from the page's own origin, as its code did; the other gives no power at a door.
import { fromHex } from '../bytes/bytes';
import { isName, isRoot } from './topics';

export interface DoorFile {
    readonly name: string;
    /** The identity's, by which the page judges what a door says. */
    readonly point: Uint8Array;
    /** Seconds that it warns before it closes. */
    readonly warning: number;
}

export interface HomeFile {
    readonly organisation: string;
    readonly root: string;
    readonly doors: readonly DoorFile[];
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
    typeof value === 'object' && value !== null && !Array.isArray(value);

function parse(text: string): Fields | null {
    try {
        const value: unknown = JSON.parse(text);
        return isFields(value) ? value : null;
    } catch {
        return null;
    }
}

function doorFile(value: unknown): DoorFile | null {
    if (!isFields(value)) {
        return null;
    }
    const { name, point, warning } = value;
    const bytes = typeof point === 'string' ? fromHex(point) : null;
    if (typeof name !== 'string' || !isName(name) || bytes?.length !== 64) {
        return null;
    }
    return { name, point: bytes, warning: typeof warning === 'number' ? warning : 5 };
}

/** /home.json; null: it is none of format 1. */
export function readHomeFile(text: string): HomeFile | null {
    const fields = parse(text);
    if (fields?.format !== 1 || typeof fields.root !== 'string' || !isRoot(fields.root)) {
        return null;
    }
    const listed = Array.isArray(fields.doors) ? fields.doors.map(doorFile) : [null];
    const doors = listed.filter((door) => door !== null);
    if (doors.length !== listed.length) {
        return null;
    }
    const organisation = typeof fields.organisation === 'string' ? fields.organisation : '';
    return { organisation, root: fields.root, doors };
}

export interface Login {
    readonly user: string;
    readonly password: string;
    /** By the names of the doors where he may, the version of the first roster that has him. */
    readonly rosters: Readonly<Record<string, number>>;
}

/** The login on enrol/<invite8>/login; null: it is none. */
export function readLogin(text: string): Login | null {
    const fields = parse(text);
    if (!fields || typeof fields.user !== 'string' || !isName(fields.user)) {
        return null;
    }
    if (typeof fields.password !== 'string' || fields.password === '') {
        return null;
    }
    const rosters = isFields(fields.rosters) ? fields.rosters : {};
    const doors = Object.keys(rosters);
    if (doors.length === 0 || !doors.every((door) => isName(door) && Number.isInteger(rosters[door]))) {
        return null;
    }
    return { user: fields.user, password: fields.password, rosters: rosters as Login['rosters'] };
}
