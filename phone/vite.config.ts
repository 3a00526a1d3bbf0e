import { defineConfig } from 'vitest/config';

// The page is static files on an origin of its own, under a Content-Security-Policy that allows no
// inline script or style and no data: URL; so nothing is inlined, whatever its size.
export default defineConfig({
    base: '/',
    build: {
        target: 'es2022',
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        reportCompressedSize: false,
    },
    test: {
        include: ['test/unit/**/*.test.ts'],
        environment: 'node',
        setupFiles: ['test/unit/node18.ts'],
        testTimeout: 60_000,
    },
});
