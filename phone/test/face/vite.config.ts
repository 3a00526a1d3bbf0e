import { defineConfig } from 'vitest/config';

// The face in a real browser, scene by scene: `npm run face`. It needs Chromium.
export default defineConfig({
    test: {
        include: ['test/face/**/*.test.ts'],
        globalSetup: ['test/face/build.ts'],
        environment: 'node',
        testTimeout: 120_000,
        hookTimeout: 120_000,
        // Hands wait for rings to fill; meanwhile the scenes are looked at.
        maxWorkers: 2,
        minWorkers: 1,
    },
});
