// Topics of docs/protocol.md.

/** Of doors and users. */
export const isName = (text: string): boolean => /^[a-z0-9-]{1,16}$/.test(text);

/** A root: printable ASCII without blank, + and #; not $ in front, no / at its ends. */
export const isRoot = (text: string): boolean =>
    /^[!-~]{1,64}$/.test(text) && !/[+#]|^[$/]|\/$/.test(text);

export const doorTopic = (root: string, door: string, what: 'epoch' | 'event' | 'roster'): string =>
    `${root}/${door}/${what}`;

export const ackTopic = (root: string, door: string, user: string): string =>
    `${root}/${door}/ack/${user}`;

export const commandTopic = (root: string, door: string, user: string): string =>
    `${root}/${door}/command/${user}`;

export const enrolTopic = (root: string, invite8: string): string => `${root}/enrol/${invite8}`;

export const loginTopic = (root: string, invite8: string): string =>
    `${enrolTopic(root, invite8)}/login`;
