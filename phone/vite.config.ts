import { defineConfig } from 'vitest/config';

import { SHORTENED } from './shortened';

// The page is static files on an origin of its own, under a Content-Security-Policy that allows no
// inline script or style and no data: URL; so nothing is inlined, whatever its size.
export default defineConfig({
    base: '/',
    // Elements by Preact's own h: its runtime for JSX would be 200 bytes more.
    esbuild: {
        jsx: 'transform',
        jsxFactory: 'h',
        jsxFragment: 'Fragment',
        jsxInject: "import { h, Fragment } from 'preact'",
    },
    build: {
        target: 'es2022',
        // Every byte is counted: phone_weight.
        minify: 'terser',
        terserOptions: {
            module: true,
            ecma: 2020,
            compress: { passes: 3, inline: 1 },
            mangle: { properties: { regex: new RegExp(`^(${SHORTENED.join('|')})$`) } },
        },
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        reportCompressedSize: false,
        rollupOptions: {
            input: { index: 'index.html', sw: 'src/worker/sw.ts' },
            // A worker governs what lies beside and below it, so it lies at the root, and keeps its name.
            output: { entryFileNames: (chunk) => (chunk.name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js') },
        },
    },
    test: {
        include: ['test/unit/**/*.test.ts'],
        environment: 'node',
        setupFiles: ['test/unit/node18.ts'],
        testTimeout: 60_000,
    },
});
