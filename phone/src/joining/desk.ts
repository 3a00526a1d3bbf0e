// Joining, from a link to the lasting login. It survives a reload at each step but the person's choice
// of a key, which is asked again.
import { same } from '../bytes/bytes';
import type { Identity, Keys } from '../keys/identity';
import { createPasskey, passkeyPossible } from '../keys/passkey';
import { generateRawKey } from '../keys/p256';
import type { Vault } from '../keys/vault';
import type { Joining, KeyKind } from '../model';
import type { Socket } from '../mqtt/connection';
import type { HomeFile } from '../protocol/files';
import { isElsewhere, readLink } from '../protocol/link';
import { Admission } from './admission';
import { answerInvitation } from './answer';
import { invitationOf, type Enrolled, type Invitation } from './invitation';

const INVITATION = 'invitation';
const ENROLLED = 'enrolled';
const REACHED_WITHIN = 15_000; // ms, then it is said that the broker is not there

type Why = Extract<Joining, { step: 'failed' }>['why'];

export interface DeskParts {
    readonly home: HomeFile;
    /** The page's, which stands in front of the links of this home. */
    readonly origin: string;
    readonly vault: Vault;
    readonly open: () => Socket;
    /** Who this phone is already; null: nobody yet. */
    somebody(): Identity | null;
    /** To be kept; the phone is this from now on. */
    joined(identity: Identity): Promise<void>;
    changed(): void;
}

export class Desk {
    joining: Joining | null = null;
    #invitation: Invitation | null = null;
    #admission: Admission | null = null;
    #reach: ReturnType<typeof setTimeout> | undefined;
    #passkey = false;

    constructor(private readonly parts: DeskParts) {}

    /** Takes up what a reload has cut off. */
    async resume(): Promise<void> {
        this.#passkey = await passkeyPossible();
        const enrolled = (await this.parts.vault.get(ENROLLED)) as Enrolled | undefined;
        const invitation = (await this.parts.vault.get(INVITATION)) as Invitation | undefined;
        if (enrolled?.login) {
            // It was kept, and perhaps not all that comes of it; to do it again changes nothing.
            await this.#finish(enrolled.invitation, enrolled.keys, enrolled.login);
            this.#await(enrolled);
        } else if (enrolled) {
            this.#await(enrolled);
        } else if (invitation) {
            this.#offer(invitation);
        }
    }

    async useLink(text: string): Promise<void> {
        if (isElsewhere(text, this.parts.origin)) {
            this.#fail('elsewhere');
            return;
        }
        const link = readLink(text);
        const invitation = link && (await invitationOf(link));
        if (!invitation) {
            this.#fail('damaged');
            return;
        }
        const { main } = this.parts.somebody() ?? {};
        if (main && same(main.point, invitation.point)) {
            return; // a guest's own link, opened again
        }
        this.close();
        await this.parts.vault.put(INVITATION, invitation);
        this.#offer(invitation);
        if (invitation.kind === 'guest' && this.parts.somebody() === null) {
            await this.join('raw');
        }
    }

    /** Within the tap, for a passkey is asked for. */
    async join(kind: KeyKind): Promise<void> {
        const invitation = this.#invitation;
        if (!invitation || this.joining?.step !== 'choose') {
            return;
        }
        const made = this.#makeKeys(kind, invitation);
        this.#become({ step: 'working' });
        const keys = await made;
        if (!keys) {
            this.#fail('refused');
        } else if (invitation.kind === 'guest') {
            const { user, password, doors } = invitation;
            const rosters = doors.length > 0 ? Object.fromEntries(doors.map((door) => [door, 1])) : null;
            await this.#finish(invitation, keys, { user, password, rosters });
        } else {
            const enrolled = await answerInvitation(invitation, keys);
            await this.parts.vault.put(ENROLLED, enrolled);
            this.#await(enrolled);
        }
    }

    /**
     * A refused key can be made again. What was not chosen, or was no link, is forgotten, and what was
     * there before is taken up again. Every other failure ends this invitation here.
     */
    async dismiss(): Promise<void> {
        const failed = this.joining?.step === 'failed' ? this.joining.why : null;
        const chosen = this.joining?.step !== 'choose';
        if (failed === 'refused' && this.#invitation) {
            this.#offer(this.#invitation);
            return;
        }
        this.#become(null);
        if (!chosen || failed === 'expired' || failed === 'used') {
            this.close();
            this.#invitation = null;
            await this.parts.vault.remove(INVITATION);
        }
        if (failed === 'expired' || failed === 'used') {
            await this.parts.vault.remove(ENROLLED);
        } else if (!chosen || failed === 'damaged' || failed === 'elsewhere') {
            await this.resume();
        }
    }

    wake(): void {
        this.#admission?.wake();
    }

    close(): void {
        clearTimeout(this.#reach);
        this.#admission?.close();
        this.#admission = null;
    }

    #offer(invitation: Invitation): void {
        this.#invitation = invitation;
        this.#become({
            step: 'choose',
            user: invitation.user,
            role: invitation.role,
            expires: invitation.kind === 'guest' ? 0 : invitation.expires * 1000,
            limits: invitation.limits,
            passkey: this.#passkey && invitation.kind === 'invitation',
            replaces: this.parts.somebody()?.user ?? null,
        });
    }

    // A guest's key is the one in his link.
    async #makeKeys(kind: KeyKind, invitation: Invitation): Promise<Keys | null> {
        if (invitation.kind === 'guest') {
            return { main: { kind: 'raw', ...invitation.key }, stop: null };
        }
        if (kind === 'raw') {
            return { main: { kind, ...(await generateRawKey()) }, stop: null };
        }
        const passkey = await createPasskey(invitation.user, this.parts.home.organisation);
        return passkey && { main: { kind, ...passkey }, stop: await generateRawKey() };
    }

    #await(enrolled: Enrolled): void {
        const { vault, home, open } = this.parts;
        this.#invitation = enrolled.invitation;
        this.close();
        if (!enrolled.login) {
            this.#become({ step: 'working' });
            this.#reach = setTimeout(() => this.#fail('offline'), REACHED_WITHIN);
        }
        this.#admission = new Admission(enrolled, home.root, open, {
            waiting: () => {
                clearTimeout(this.#reach);
                if (this.joining) {
                    this.#become({ step: 'compare', digits: enrolled.digits }); // unless it was put away
                }
            },
            letIn: async (login) => {
                await vault.put(ENROLLED, { ...enrolled, login });
                this.#become({ step: 'working' });
                await this.#finish(enrolled.invitation, enrolled.keys, login);
            },
            done: () => {
                this.close();
                void vault.remove(ENROLLED);
            },
            refused: () => {
                clearTimeout(this.#reach);
                this.#fail(isOver(enrolled.invitation) ? 'expired' : 'used');
            },
        });
    }

    async #finish(
        invitation: Invitation,
        keys: Keys,
        login: Pick<Identity, 'user' | 'password' | 'rosters'>,
    ): Promise<void> {
        const { role, limits } = invitation;
        clearTimeout(this.#reach);
        await this.parts.joined({ ...keys, ...login, role, limits });
        await this.parts.vault.remove(INVITATION);
        this.#become({ step: 'joined' });
    }

    #fail(why: Why): void {
        this.#become({ step: 'failed', why });
    }

    #become(joining: Joining | null): void {
        this.joining = joining;
        this.parts.changed();
    }
}

// Only where the broker has refused it: the phone's clock may be wrong.
const isOver = ({ expires }: Invitation): boolean =>
    expires > 0 && Date.now() / 1000 >= expires;
