// Waiting to be let in: the Enrol lies where the owner's command line looks for it, until the lasting
// login comes; then the phone takes its Enrol away, which tells the owner that it has it.
import { toText } from '../bytes/bytes';
import { FIRST_ERROR, type Ending, type Socket } from '../mqtt/connection';
import { Session } from '../mqtt/session';
import { readLogin, type Login } from '../protocol/files';
import { enrolTopic, loginTopic } from '../protocol/topics';
import type { Enrolled } from './invitation';
import { isRefusal } from '../mqtt/reason';

export interface AdmissionNews {
    /** The broker has our Enrol. */
    waiting(): void;
    /** To be kept before anything else is done; then the Enrol is taken away. */
    letIn(login: Login): Promise<void>;
    /** Let in, kept, and told: the invitation is over. */
    done(): void;
    /** The broker does not know this invitation, or not any more. */
    refused(): void;
}

export class Admission {
    readonly #session: Session;
    readonly #topic: string;
    #login: Login | null;
    #taking = false;

    constructor(
        private readonly enrolled: Enrolled,
        root: string,
        open: () => Socket,
        private readonly news: AdmissionNews,
    ) {
        this.#topic = enrolTopic(root, enrolled.invite8);
        this.#login = enrolled.login;
        this.#session = new Session({
            open,
            user: `invite-${enrolled.invite8}`,
            password: enrolled.invitation.password,
            filters: [loginTopic(root, enrolled.invite8)],
            online: () => void (this.#login ? this.#takeAway() : this.#enrol()),
            received: ({ payload }) => void this.#take(payload),
            offline: (how) => this.#offline(how),
        });
    }

    wake(): void {
        this.#session.wake();
    }

    close(): void {
        this.#session.close();
    }

    async #enrol(): Promise<void> {
        const payload = this.enrolled.message;
        const reasonCode = await this.#session.publish({ topic: this.#topic, payload, retain: true });
        if (this.#login || this.#taking || reasonCode === null) {
            return;
        }
        if (reasonCode < FIRST_ERROR) {
            this.news.waiting();
        } else {
            this.news.refused();
        }
    }

    // Anything else that the broker says here is dropped. A login that could not be kept comes again with
    // the next connection; the Enrol lies there until then.
    async #take(payload: Uint8Array): Promise<void> {
        const login = readLogin(toText(payload) ?? '');
        if (!login || this.#login || this.#taking) {
            return;
        }
        this.#taking = true;
        try {
            await this.news.letIn(login);
            this.#login = login;
        } catch {
            return;
        } finally {
            this.#taking = false;
        }
        await this.#takeAway();
    }

    // A broker that refuses it has no invitation of ours any more, for the owner was told before.
    async #takeAway(): Promise<void> {
        const payload = new Uint8Array();
        const reasonCode = await this.#session.publish({ topic: this.#topic, payload, retain: true });
        if (reasonCode !== null) {
            this.#session.close();
            this.news.done();
        }
    }

    #offline(how: Ending): void {
        if (!isRefusal(how)) {
            return; // it is tried again
        }
        if (this.#login) {
            this.#session.close();
            this.news.done();
        } else {
            this.news.refused();
        }
    }
}
