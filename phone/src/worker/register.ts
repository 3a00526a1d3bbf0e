// Under Trusted Types even the worker's address has to come from a policy with a name; the page's headers
// allow this one alone.
interface TrustedTypes {
    createPolicy(
        name: string,
        rules: { createScriptURL: (url: string) => string },
    ): { createScriptURL(url: string): string };
}

export function registerWorker(): void {
    const { trustedTypes } = window as { trustedTypes?: TrustedTypes };
    const rules = { createScriptURL: (): string => '/sw.js' };
    const url = (trustedTypes?.createPolicy('sw', rules) ?? rules).createScriptURL('/sw.js');
    // Without it the page works as well; only not without a network.
    navigator.serviceWorker?.register(url).catch(() => undefined);
}
