// An authenticator as Safari has it. WebKit writes crossOrigin into clientDataJSON only where it is true
// (WebAuthenticationUtils.cpp, buildClientDataJson), and Chromium always: so it is made here, and the page
// meets it behind the same two calls.
import { createHash, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';

import type { Page } from 'playwright-core';

// User present, user verified (Web Authentication, 6.1).
const VERIFIED = 0x05;

interface Asked {
    readonly challenge: string;
    readonly origin: string;
    readonly rpId: string;
}

interface Signed {
    readonly authenticatorData: string;
    readonly clientDataJSON: string;
    readonly signature: string;
}

function assertion(key: KeyObject, { challenge, origin, rpId }: Asked): Signed {
    const clientData = Buffer.from(`{"type":"webauthn.get","challenge":"${challenge}","origin":"${origin}"}`);
    const sha256 = (bytes: string | Buffer): Buffer => createHash('sha256').update(bytes).digest();
    const authenticatorData = Buffer.concat([sha256(rpId), Buffer.from([VERIFIED, 0, 0, 0, 0])]);
    const signature = createSign('sha256').update(authenticatorData).update(sha256(clientData)).sign(key);
    return {
        authenticatorData: authenticatorData.toString('base64'),
        clientDataJSON: clientData.toString('base64'),
        signature: signature.toString('base64'),
    };
}

/** In the page, before any script of its own. */
function stand(spki: string): void {
    const bytes = (text: string): ArrayBuffer => Uint8Array.from(atob(text), (one) => one.charCodeAt(0)).buffer;
    const base64url = (from: ArrayBuffer): string =>
        btoa(String.fromCharCode(...new Uint8Array(from))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
    const signed = (window as unknown as { safariSigns(asked: Asked): Promise<Signed> }).safariSigns;
    navigator.credentials.create = async () => {
        const response = { getPublicKey: () => bytes(spki), getPublicKeyAlgorithm: () => -7 };
        return { rawId: new ArrayBuffer(20), response } as unknown as Credential;
    };
    navigator.credentials.get = async ({ publicKey } = {}) => {
        const challenge = new Uint8Array(publicKey!.challenge as Uint8Array<ArrayBuffer>).buffer;
        const asked = { challenge: base64url(challenge), origin: location.origin, rpId: publicKey!.rpId! };
        const made = await signed(asked);
        const response = {
            authenticatorData: bytes(made.authenticatorData),
            clientDataJSON: bytes(made.clientDataJSON),
            signature: bytes(made.signature),
        };
        return { response } as unknown as Credential;
    };
    PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable = () => Promise.resolve(true);
}

/** From the next address that the page goes to. */
export async function signsAsSafari(page: Page): Promise<void> {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    await page.exposeFunction('safariSigns', (asked: Asked) => assertion(privateKey, asked));
    await page.addInitScript(stand, publicKey.export({ type: 'spki', format: 'der' }).toString('base64'));
}
