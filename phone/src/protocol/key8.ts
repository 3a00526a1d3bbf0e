// How keys are named: the first bytes of SHA-256 over the point as SEC 1 writes it, uncompressed.
import { concat } from '../bytes/bytes';
import { sha256 } from '../bytes/sha256';

/** X | Y with the 04 of SEC 1 in front. */
export const uncompressed = (point: Uint8Array): Uint8Array => concat(Uint8Array.of(4), point);

export const key8Of = (point: Uint8Array): Uint8Array => sha256(uncompressed(point)).slice(0, 8);
