// The scenes, served on loopback under the headers the page has in a home, and a Chromium that looks at
// them.
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve } from 'node:path';

import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const PHONE = resolve(__dirname, '../..');
/** The scenes as test/face/build.ts has built them. */
export const BUILT = resolve(PHONE, '../build/phone/scenes');

/** Where pictures of the scenes are kept, to be looked at. */
export const PICTURES = resolve(PHONE, '../build/phone/pictures');

export const POLICY = [
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'",
    "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "require-trusted-types-for 'script'; trusted-types sw",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
    '.html': 'text/html; charset=utf-8',
    '.js': 'text/javascript',
    '.css': 'text/css',
    '.svg': 'image/svg+xml',
    '.png': 'image/png',
    '.webmanifest': 'application/manifest+json',
};

/** Serves a folder on a free port of loopback; its headers may be changed while it does. */
export function serve(folder: string, headers = { policy: POLICY }): Promise<Server> {
    const server = createServer((request, response) => {
        const path = new URL(request.url ?? '/', 'http://localhost').pathname;
        const file = join(folder, path === '/' ? 'index.html' : path);
        if (!existsSync(file)) {
            response.writeHead(path === '/favicon.ico' ? 204 : 404).end();
            return;
        }
        const type = TYPES[extname(file)] ?? 'application/octet-stream';
        response.writeHead(200, { 'Content-Type': type, 'Content-Security-Policy': headers.policy });
        response.end(readFileSync(file));
    });
    return new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(server)));
}

export const originOf = (server: Server): string => `http://localhost:${(server.address() as AddressInfo).port}`;

export function launch(): Promise<Browser> {
    return chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
}

export interface Look {
    readonly page: Page;
    /** What the browser complained of, and whom else it asked. */
    readonly complaints: string[];
}

export async function look(context: BrowserContext, origin: string, now?: number): Promise<Look> {
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') {
            complaints.push(message.text());
        }
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
        if (!request.url().startsWith(`${origin}/`)) {
            complaints.push(`asked ${request.url()}`);
        }
    });
    if (now !== undefined) {
        await page.clock.setFixedTime(now);
    }
    await page.goto(`${origin}/`);
    return { page, complaints };
}
