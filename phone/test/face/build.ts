// Builds the scenes as the page is built, once, before any test looks at them.
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';

import { build } from 'vite';

import page from '../../vite.config';
import { BUILT, PICTURES } from './stage';

const PHONE = resolve(__dirname, '../..');

export async function setup(): Promise<void> {
    await build({
        configFile: false,
        root: resolve(PHONE, 'scenes'),
        publicDir: resolve(PHONE, 'public'),
        logLevel: 'warn',
        esbuild: page.esbuild ?? false,
        build: { outDir: BUILT, emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
    });
    mkdirSync(PICTURES, { recursive: true });
}
