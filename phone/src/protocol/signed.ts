// sig64 stands at the end of every message but a Command by passkey, over all bytes before it.
import { SIGNATURE_SIZE } from './words';

export const covered = (message: Uint8Array): Uint8Array => message.subarray(0, -SIGNATURE_SIZE);
export const signature = (message: Uint8Array): Uint8Array => message.subarray(-SIGNATURE_SIZE);
