import { defineConfig } from 'vitest/config';

import { WITHIN } from './test/journeys/bench/programs';

// Each file has a house of its own. Most of it is waiting for a door, so they run at once.
export default defineConfig({
    test: {
        include: ['test/journeys/**/*.test.ts'],
        environment: 'node',
        testTimeout: 2 * WITHIN,
        hookTimeout: 2 * WITHIN,
        maxWorkers: 3,
        minWorkers: 1,
    },
});
