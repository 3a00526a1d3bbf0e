// What a broker means by the reason code with which it ends a connection (3.2.2.2, 3.14.2.1).
import type { Ending } from './connection';

const NOT_THIS_LOGIN = [
    0x84, // Unsupported Protocol Version
    0x85, // Client Identifier not valid
    0x86, // Bad User Name or Password
    0x87, // Not authorized
    0x8a, // Banned
    0x8c, // Bad authentication method
];

/** It knows this login not, or no longer; anything else may pass by itself. */
export const isRefusal = (how: Ending): boolean =>
    how.by === 'broker' && NOT_THIS_LOGIN.includes(how.reasonCode);
