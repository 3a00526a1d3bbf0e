// What bench/run reads out of the words of a measurement: one line each.

/** Few runs, to see that it works; such numbers are for nobody's page. */
export const SHORT = process.env['PORTCULLIS_SHORT'] !== undefined;

export function tell(name: string, milliseconds: readonly number[]): void {
    console.log(`numbers: ${JSON.stringify({ name, milliseconds })}`);
}
