import { defineConfig } from 'vitest/config';

import { WITHIN } from './test/journeys/bench/programs';

// Each file has a house of its own. Most of it is waiting for a door, so all of them run at once.
export default defineConfig({
    test: {
        include: ['test/journeys/**/*.test.ts'],
        environment: 'node',
        testTimeout: 5 * WITHIN,
        hookTimeout: 5 * WITHIN,
        maxWorkers: 8,
        minWorkers: 1,
    },
});
