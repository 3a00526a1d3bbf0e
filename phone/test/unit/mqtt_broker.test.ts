// The session against a real mosquitto; what mqtt.js says of the same is the oracle.
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';

import { fromText, toText } from '../../src/bytes/bytes';
import type { Ending, Received, Socket } from '../../src/mqtt/connection';
import { Session } from '../../src/mqtt/session';
import { dice } from './dice';
import { hasMosquitto, Mosquitto } from './mosquitto';

const suite = hasMosquitto ? test : test.skip;
let broker: Mosquitto;
let oracle: MqttClient;

interface Heard {
    readonly session: Session;
    readonly messages: Received[];
    readonly endings: Ending[];
    readonly onlines: (readonly number[])[];
}

function listen(filters: readonly string[]): Heard {
    const [messages, endings, onlines] = [[], [], []] as [Received[], Ending[], number[][]];
    const session = new Session({
        open: () => {
            const socket = new WebSocket(`ws://127.0.0.1:${broker.port}`, 'mqtt');
            socket.on('error', () => undefined); // a close follows, as in a browser
            return socket as unknown as Socket;
        },
        user: 'bob',
        password: 'of no interest',
        filters,
        online: (codes) => onlines.push([...codes]),
        received: (message) => messages.push(message),
        offline: (how) => endings.push(how),
    });
    return { session, messages, endings, onlines };
}

async function until(holds: () => boolean): Promise<void> {
    const begun = Date.now();
    while (!holds()) {
        if (Date.now() - begun > 50_000) {
            throw new Error('it did not come about');
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}

beforeAll(async () => {
    if (hasMosquitto) {
        broker = await Mosquitto.start();
        oracle = await mqtt.connectAsync(`ws://127.0.0.1:${broker.port}`, {
            protocolVersion: 5,
            username: 'ann',
        });
    }
});

afterAll(async () => {
    if (hasMosquitto) {
        await oracle.endAsync(true);
        await broker.stop();
    }
});

suite('what it publishes, the oracle receives, byte for byte', async () => {
    const heard: Uint8Array[] = [];
    oracle.on('message', (_, payload) => heard.push(new Uint8Array(payload)));
    await oracle.subscribeAsync('open/up', { qos: 1 });
    const { session, onlines } = listen(['open/down']);
    await until(() => onlines.length === 1);
    const roll = dice(3);
    const sent = Array.from({ length: 50 }, (_, at) =>
        Uint8Array.from({ length: at < 2 ? at * 3900 : roll(900) }, () => roll(256) - 1),
    );
    for (const payload of sent) {
        const reasonCode = await session.publish({ topic: 'open/up', payload });
        expect([0, 0x10]).toContain(reasonCode); // Success, or No matching subscribers
    }
    await until(() => heard.length === sent.length);
    expect(heard).toEqual(sent);
    session.close();
});

suite('what the oracle publishes, it receives, with its retain flag', async () => {
    await oracle.publishAsync('open/kept', 'before', { qos: 1, retain: true });
    const { session, messages, onlines } = listen(['open/kept', 'open/now/+']);
    await until(() => onlines.length === 1 && messages.length === 1);
    const sent = Array.from({ length: 100 }, (_, at) => `message ${at}`);
    const qos = (at: number) => (at % 2) as 0 | 1;
    await Promise.all(
        sent.map((text, at) => oracle.publishAsync('open/now/here', text, { qos: qos(at) })),
    );
    await until(() => messages.length === 1 + sent.length);
    expect(messages[0]).toMatchObject({ topic: 'open/kept', retain: true });
    // In order for each QoS: 4.6.
    for (const level of [0, 1]) {
        const ofLevel = (_: unknown, at: number) => qos(at) === level;
        const texts = messages.slice(1).map(({ payload }) => toText(payload) ?? '');
        const heard = texts.filter((text) => qos(sent.indexOf(text)) === level);
        expect(heard).toEqual(sent.filter(ofLevel));
    }
    expect(messages.slice(1).every(({ retain }) => !retain)).toBe(true);
    session.close();
});

suite('a publish that the ACL forbids has the reason code that the oracle sees', async () => {
    const { session, onlines } = listen(['open/down']);
    await until(() => onlines.length === 1);
    const payload = fromText('no');
    const ours = await session.publish({ topic: 'closed/door', payload });
    const theirs = await oracle.publishAsync('closed/door', 'no', { qos: 1 }).then(
        () => 0,
        (refusal: { code: number }) => refusal.code,
    );
    expect(ours).toBe(0x87);
    expect(theirs).toBe(ours);
    session.close();
});

suite('an empty retained message takes the kept one away', async () => {
    const { session, onlines } = listen(['open/down']);
    await until(() => onlines.length === 1);
    await session.publish({ topic: 'open/mine', payload: fromText('x'), retain: true });
    await session.publish({ topic: 'open/mine', payload: new Uint8Array(), retain: true });
    const later = listen(['open/mine', 'open/end']);
    await until(() => later.onlines.length === 1);
    await later.session.publish({ topic: 'open/end', payload: new Uint8Array() });
    await until(() => later.messages.length > 0);
    expect(later.messages.map(({ topic }) => topic)).toEqual(['open/end']);
    session.close();
    later.session.close();
});

suite('after the broker was away it is back by itself, subscribed', async () => {
    const { session, messages, endings, onlines } = listen(['open/again']);
    await until(() => onlines.length === 1);
    await broker.restart();
    await until(() => onlines.length === 2);
    expect(endings.length).toBeGreaterThan(0);
    await session.publish({ topic: 'open/again', payload: fromText('here') });
    await until(() => messages.length === 1);
    session.close();
});
