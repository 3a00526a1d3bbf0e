import { defineConfig } from 'vitest/config';

// Long names of our own and of Preact, made short: what they name is neither kept nor sent, and nobody finds
// it by a word (as `words.results[result]` does).
const OURS = [
    ...['ageless', 'byThisClock', 'notHeard', 'justNow', 'holdToOpen', 'letGo', 'closesIn', 'closesNow', 'lockOff'],
    ...['notFromAfar', 'stranger', 'passkeyWhy', 'rawWhy', 'notNow', 'noPasskey', 'compareWhy', 'noTime', 'nobody'],
    ...['byHour', 'byDay', 'forgetWhy', 'forgetPasskey', 'forgetYes', 'forgetNo', 'inferred', 'advice', 'missing'],
    ...['notices', 'stages', 'roles', 'takeOver', 'useLink', 'dismiss', 'replaces', 'joining', 'onHeld', 'asksPerson'],
    ...['door8', 'command8', 'sequence', 'unixSeconds', 'rosterVersion', 'rosterHash8', 'epochValue', 'argument'],
    ...['warningSince', 'missingBefore', 'unheard', 'known', 'several', 'firstTab', 'waited', 'others', 'doubt'],
    ...['epochTaken', 'eventTaken', 'rosterTaken', 'takeEpoch', 'takeEvent', 'takeRoster', 'takeAck', 'withdraw'],
    ...['looksInto', 'wentOut', 'isMine', 'answers', 'answered', 'nextNonce', 'ownKey8s', 'keepEvent', 'dropEvents'],
    ...['packetIdentifier', 'reasonCodes', 'reasonCode', 'keepAlive', 'payload', 'retain', 'clientDataJson', 'stopPoint'],
    ...['magic', 'whole', 'finished', 'around', 'signer', 'parts', 'letIn', 'clientId', 'uptime', 'again', 'paste', 'heard'],
    ...['stage', 'phase', 'received', 'resigns', 'socket', 'counts', 'begins', 'stops', 'topic'],
    ...['ahead', 'another', 'midway', 'weaker', 'told', 'home', 'vault'],
    ...['props', 'setState', 'forceUpdate', 'vnode', 'diffed', 'componentWillMount', 'componentDidMount'],
    ...['componentWillUnmount', 'shouldComponentUpdate', 'componentWillUpdate', 'componentDidUpdate', 'defaultProps'],
    ...['componentWillReceiveProps', 'componentDidCatch', 'getDerivedStateFromProps', 'getDerivedStateFromError'],
    ...['getSnapshotBeforeUpdate', 'getChildContext', 'debounceRendering', 'contextType'],
];

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
            mangle: { properties: { regex: new RegExp(`^(${OURS.join('|')})$`) } },
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
