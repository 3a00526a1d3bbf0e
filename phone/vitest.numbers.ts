import { defineConfig } from 'vitest/config';

// Measures; judges nothing. One file at a time, for a second one would be in its way.
export default defineConfig({
    test: {
        include: ['test/numbers/**/*.test.ts'],
        environment: 'node',
        testTimeout: 1_800_000,
        hookTimeout: 120_000,
        fileParallelism: false,
    },
});
