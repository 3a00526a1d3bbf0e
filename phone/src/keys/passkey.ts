// A passkey (Web Authentication, level 2): its private key stays in the authenticator, which asks for
// finger, face or PIN before each signature. ES256 alone, for that is what the door verifies.
import { toBase64url } from '../bytes/bytes';
import type { Assertion } from '../protocol/command';

const ES256 = -7; // COSE, RFC 9053, 2.1
const SPKI_POINT_SIZE = 64; // X | Y, at the end of a SubjectPublicKeyInfo of P-256 (RFC 5480)
const PROMPT_WITHIN = 60_000; // ms; an epoch lives no longer

// Web Authentication, level 3, 5.1.10.1; not everywhere yet.
interface Signals {
    signalUnknownCredential?(of: { rpId: string; credentialId: string }): Promise<void>;
}

export interface Passkey {
    readonly credentialId: Uint8Array;
    readonly point: Uint8Array;
}

/** Passkeys are possible here, by an authenticator that verifies its user. */
export async function passkeyPossible(): Promise<boolean> {
    try {
        return await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable();
    } catch {
        return false;
    }
}

// Not of the authenticator's memory of all passkeys where it can be avoided: this phone alone is meant,
// and its credential id is kept here. The origin is what the roster binds it to.
function creation(user: string, organisation: string): PublicKeyCredentialCreationOptions {
    return {
        rp: { id: location.hostname, name: organisation },
        user: { id: crypto.getRandomValues(new Uint8Array(16)), name: user, displayName: user },
        // Nobody looks at an attestation: the 12 digits say whose key it is.
        challenge: crypto.getRandomValues(new Uint8Array(32)),
        pubKeyCredParams: [{ type: 'public-key', alg: ES256 }],
        authenticatorSelection: { userVerification: 'required', residentKey: 'discouraged' },
        attestation: 'none',
        timeout: PROMPT_WITHIN,
    };
}

/** Null: the person or the authenticator made none. */
export async function createPasskey(user: string, organisation: string): Promise<Passkey | null> {
    try {
        const credential = (await navigator.credentials.create({
            publicKey: creation(user, organisation),
        })) as PublicKeyCredential;
        const response = credential.response as AuthenticatorAttestationResponse;
        const spki = response.getPublicKey();
        if (response.getPublicKeyAlgorithm() !== ES256 || !spki) {
            return null;
        }
        return {
            credentialId: new Uint8Array(credential.rawId),
            point: new Uint8Array(spki).slice(-SPKI_POINT_SIZE),
        };
    } catch {
        return null;
    }
}

/** No page can delete a passkey; where the browser has a way to tell its keeper of it, it is told. */
export function disownPasskey(credentialId: Uint8Array): void {
    const { signalUnknownCredential } = PublicKeyCredential as unknown as Signals;
    void signalUnknownCredential
        ?.call(PublicKeyCredential, { rpId: location.hostname, credentialId: toBase64url(credentialId) })
        .catch(() => undefined);
}

/**
 * Begins to ask within the very call, as Safari wants it of a tap. Null: the person or the
 * authenticator said no, or the signal took the question back.
 */
export async function assertPasskey(
    credentialId: Uint8Array,
    challenge: Uint8Array,
    signal: AbortSignal,
): Promise<Assertion | null> {
    try {
        const credential = (await navigator.credentials.get({
            publicKey: {
                rpId: location.hostname,
                challenge: challenge as BufferSource,
                allowCredentials: [{ type: 'public-key', id: credentialId as BufferSource }],
                userVerification: 'required',
                timeout: PROMPT_WITHIN,
            },
            signal,
        })) as PublicKeyCredential;
        const response = credential.response as AuthenticatorAssertionResponse;
        return {
            authenticatorData: new Uint8Array(response.authenticatorData),
            clientDataJson: new Uint8Array(response.clientDataJSON),
            signature: new Uint8Array(response.signature),
        };
    } catch {
        return null;
    }
}
