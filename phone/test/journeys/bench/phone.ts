// A phone: Chromium with a profile of its own, and an authenticator that is Chromium's virtual one.
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { chromium, type Browser, type BrowserContext, type CDPSession, type Page } from 'playwright-core';

import type { House } from './house';
import { find, run, WITHIN } from './programs';

// Held for 0.7 s, and a little more: a machine that is busy draws late.
const HOLD = 900;

// Every picture is kept, to be looked at.
const PICTURES = resolve(__dirname, '../../../../build/phone/pictures/journeys');

/**
 * Where the page has a name of its own, the browser finds it on loopback. It believes the home's root where
 * it was told to, as a phone is: in a file of its user's, and no fault of a certificate is overlooked.
 */
export async function openBrowser(house?: House, believes = true): Promise<Browser> {
    // Chromium has no sandbox of its own for root.
    const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const executablePath = find('chromium')!;
    if (!house || house.host === 'localhost') {
        return chromium.launch({ executablePath, args });
    }
    const user = join(house.folder, believes ? 'believer' : 'stranger');
    if (believes) {
        await believe(house.root, join(user, '.pki/nssdb'));
    }
    args.push(`--host-resolver-rules=MAP ${house.host} 127.0.0.1`);
    return chromium.launch({ executablePath, args, env: { ...process.env, HOME: user } });
}

/** Into the file by which Chromium knows whom its user believes (NSS). */
async function believe(root: string, folder: string): Promise<void> {
    mkdirSync(folder, { recursive: true });
    const certutil = [find('certutil')!, '-d', `sql:${folder}`];
    for (const words of [['-N', '--empty-password'], ['-A', '-n', 'home', '-t', 'C,,', '-i', root]]) {
        const { code, said } = await run([...certutil, ...words]);
        if (code !== 0) {
            throw new Error(`certutil ${words.join(' ')}: ${said}`);
        }
    }
}

interface Authenticator {
    readonly session: CDPSession;
    readonly authenticatorId: string;
}

export class Phone {
    /** Requests that went to another host than the page's. */
    readonly strangers: string[] = [];
    readonly complaints: string[] = [];
    private authenticator: Authenticator | null = null;

    private constructor(
        readonly house: House,
        readonly context: BrowserContext,
        readonly page: Page,
    ) {}

    static async of(house: House, browser: Browser): Promise<Phone> {
        const context = await browser.newContext({
            locale: 'en',
            viewport: { width: 390, height: 844 },
        });
        context.setDefaultTimeout(WITHIN);
        const phone = new Phone(house, context, await context.newPage());
        phone.watch(phone.page);
        return phone;
    }

    /** Another tab of the same phone, at an hour of its own. */
    async anotherPage(hour: number): Promise<Phone> {
        const phone = new Phone(this.house, this.context, await this.context.newPage());
        await phone.page.clock.install({ time: hour });
        phone.watch(phone.page);
        await phone.goes();
        return phone;
    }

    async goes(address = this.house.origin): Promise<void> {
        await this.page.goto(address);
    }

    /** An authenticator that verifies its user, or says that it could not. */
    async hasAuthenticator(verifies = true): Promise<void> {
        const session = await this.context.newCDPSession(this.page);
        await session.send('WebAuthn.enable');
        const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
            options: {
                protocol: 'ctap2',
                transport: 'internal',
                hasResidentKey: true,
                hasUserVerification: true,
                isUserVerified: verifies,
                automaticPresenceSimulation: true,
            },
        });
        this.authenticator = { session, authenticatorId };
    }

    /** What its passkeys are bound to. */
    async boundTo(): Promise<(string | undefined)[]> {
        const { session, authenticatorId } = this.authenticator!;
        const { credentials } = await session.send('WebAuthn.getCredentials', { authenticatorId });
        return credentials.map(({ rpId }) => rpId);
    }

    async verifies(isUserVerified: boolean): Promise<void> {
        const { session, authenticatorId } = this.authenticator!;
        await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    }

    async presses(name: string): Promise<void> {
        await this.page.getByRole('button', { name, exact: true }).click();
    }

    async holds(name: string): Promise<void> {
        await this.page.getByRole('button', { name, exact: true }).click({ delay: HOLD });
    }

    /** These words stand somewhere on the screen. */
    async says(words: string | RegExp): Promise<void> {
        await this.page.getByText(words).first().waitFor();
    }

    async isState(state: string): Promise<void> {
        await this.page.locator('.state', { hasText: new RegExp(`^${state}(, unproven)?$`) }).waitFor();
    }

    async canClose(): Promise<void> {
        const close = this.page.getByRole('button', { name: 'Close', exact: true });
        await close.and(this.page.locator(':enabled')).waitFor();
    }

    async digits(): Promise<string> {
        const text = await this.page.locator('.digits').textContent();
        return (text ?? '').replaceAll(/\D/g, '');
    }

    /** From the link to the door, with the owner's word; gives the link. */
    async joins(user: string, role: string, key: 'passkey' | 'raw', ...more: readonly string[]): Promise<string> {
        const link = await this.house.invites(user, role, ...more);
        await this.goes(link);
        await this.presses(key === 'passkey' ? 'Join with a passkey' : 'Join without one weaker');
        await this.house.accepts(user, await this.digits());
        await this.says(/^Welcome!/);
        await this.presses('Doors');
        await this.says(/^proven, /);
        return link;
    }

    async picture(name: string): Promise<void> {
        await this.page.screenshot({ path: join(PICTURES, `${name}.png`) });
    }

    async close(): Promise<void> {
        await this.context.close();
    }

    /** Also for a second tab of it. */
    watch(page: Page): void {
        page.on('request', (request) => {
            if (!request.url().startsWith(this.house.origin)) {
                this.strangers.push(request.url());
            }
        });
        page.on('pageerror', (fault) => this.complaints.push(String(fault)));
        page.on('console', (line) => {
            // A socket that finds nobody is told there, and is part of some journeys.
            if (line.type() === 'error' && !line.text().includes('WebSocket')) {
                this.complaints.push(line.text());
            }
        });
    }

    /** What must hold after each journey. */
    isClean(): void {
        if (this.strangers.length > 0 || this.complaints.length > 0) {
            throw new Error(`asked others: ${this.strangers.join()}; said: ${this.complaints.join()}`);
        }
    }
}
