import { defineConfig } from 'vitest/config';

import { WITHIN } from './test/journeys/bench/programs';

// Each file has a house of its own. Two at a time keep the machine busy, for most of it is waiting.
export default defineConfig({
    test: {
        include: ['test/journeys/**/*.test.ts'],
        environment: 'node',
        testTimeout: 2 * WITHIN,
        hookTimeout: 2 * WITHIN,
        maxWorkers: 2,
        minWorkers: 1,
    },
});
