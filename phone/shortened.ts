// Long names of our own and of Preact, made short: what they name is neither kept nor sent, and nobody finds
// it by a word (as `words.results[result]` does). The unit tests refuse to keep an object with one of them
// (test/unit/fake_door.ts), for the next build would not find it again under the name of this one; the
// journeys run what is shortened. It saves 716 of the page's bytes.
export const SHORTENED: readonly string[] = [
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
