import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reachOf } from '../../src/core/access/reach.ts';
import type { Place } from '../../src/core/people.ts';
import { parseTarget } from '../../src/core/target.ts';
import { takeSnapshot } from '../../src/diagnose/take-snapshot.ts';
import { openLog } from '../../src/log.ts';
import { answerAlert } from '../../src/monitor/answer-alert.ts';
import { followHere } from '../../src/monitor/follow/follow-here.ts';
import { newFollow } from '../../src/monitor/follow/new-follow.ts';
import { lookAt } from '../../src/monitor/looking/look.ts';
import { lookAhead } from '../../src/monitor/preflight/look-ahead.ts';
import { answerQuestions } from '../../src/monitor/vantages/answer-questions.ts';
import { writeInquiry } from '../../src/monitor/vantages/wire.ts';
import { probes } from '../../src/probes/index.ts';
import { startListener } from '../support/farm/listener.ts';
import { type BotWithRules, openBotWith } from '../support/hostile/asked-from.ts';
import { insiders, outsiders } from '../support/hostile/inward.ts';
import { noSignal } from '../support/loopback.ts';

const inside = '127.66.0.1';
const rules = `
networks:
  - in: [slack:${insiders.channel}]
    allow: [127.66.0.0/16]
`;

type Way = {
  readonly what: string;
  go(bot: BotWithRules, place: Place, at: string, signal: AbortSignal): Promise<unknown>;
};

const typed = (what: string, line: (at: string) => string): Way => ({
  what,
  go: (bot, place, at, signal) => bot.say(line(at), place, { signal }),
});

async function watched(bot: BotWithRules, home: Place, at: string) {
  const endpoint = { target: parseTarget(`https://${at}/`), home, owners: [], labels: {}, addedBy: 'test' };
  const added = await bot.store.endpoints.add(endpoint, new Date());
  if (added === null) throw new Error('it is watched already');
  return added;
}

const ways: readonly Way[] = [
  typed('/check', (at) => `check https://${at}/`),
  typed('/check with an address', (at) => `check https://site.test:${at.split(':')[1]}/ address:${inside}`),
  typed('/check of a scheme that begins in the clear', (at) => `check smtp+starttls://${at}`),
  typed('/check of a WebSocket', (at) => `check wss://${at}/`),
  typed('/check of gRPC', (at) => `check grpc://${at}`),
  typed('/check of an issuer', (at) => `check oauth:https://${at}`),
  typed('/check with a trace', (at) => `check https://${at}/ with:path`),
  typed('/check from here by name', (at) => `check https://${at}/ from:here`),
  typed('/cert', (at) => `cert https://${at}/`),
  typed('/tls', (at) => `tls https://${at}/`),
  typed('/renewal', (at) => `renewal https://${at}/`),
  {
    what: '/token',
    go: (bot, place, at, signal) =>
      bot.say(`token issuer:https://${at}`, place, { signal, token: 'e30.e30.e30' }),
  },
  typed('/watch add', (at) => `watch add https://${at}/`),
  {
    what: '/watch check of what is watched where it may be',
    async go(bot, place, at, signal) {
      const target = parseTarget(`https://${at}/`);
      if ((await bot.store.endpoints.find(target)) === null) await watched(bot, insiders, at);
      await bot.say(`watch check https://${at}/`, place, { signal });
    },
  },
  {
    what: 'a sweep, an alarm, a digest',
    async go(bot, home, at, signal) {
      const { store, services, config } = bot;
      const { diagnose, now } = services;
      const endpoint = await watched(bot, home, at);
      await lookAt(endpoint, { store, diagnose, now, signal, serverZone: config.zone });
      await store.endpoints.remove(endpoint.id);
    },
  },
  {
    what: 'a look ahead',
    async go({ store, services }, home, at, signal) {
      const target = parseTarget(`https://${at}/`);
      const moment = new Date();
      const certificate = {
        ...{ fingerprint256: '00'.repeat(32), notBefore: moment, notAfter: moment, issuer: 'x', names: [] },
        addresses: [],
      };
      const { diagnose, now } = services;
      const world = { store, diagnose, now, searchLogs: null, signal };
      await lookAhead({ certificate, endpoints: [{ target, home }], state: 'due' }, null, world);
    },
  },
  {
    what: 'a follow',
    async go({ services }, place, at) {
      const target = parseTarget(`https://${at}/`);
      const by = { platform: 'slack', kind: 'user', id: 'U1', name: 'u' } as const;
      const asked = { target, place, by, everyMs: 10_000, forMs: 20_000 };
      const ended = new AbortController();
      const { diagnose, now } = services;
      const looking: typeof diagnose = async (...look) => {
        const diagnosis = await diagnose(...look);
        ended.abort();
        return diagnosis;
      };
      const eye = { diagnose: looking, snapshotOf: takeSnapshot, log: openLog('silent'), now };
      const follow = newFollow(asked, 'f1', now());
      for await (const _ of followHere(follow, { ...eye, signal: ended.signal }));
    },
  },
  {
    what: 'an alert that comes in',
    async go({ store, services }, place, at, signal) {
      const alert = {
        ...({ source: 'Grafana', fingerprint: at, state: 'firing', name: 'n', severity: null } as const),
        ...{ summary: null, startsAt: new Date(), instance: `https://${at}/` },
      };
      const { diagnose, now } = services;
      const world = { store, diagnose, now, ladder: probes, place, onQueued: () => undefined };
      await answerAlert(alert, world, signal);
    },
  },
  {
    what: 'a question of another vantage',
    async go({ store, services }, place, at, signal) {
      const target = parseTarget(`https://${at}/`);
      const words = writeInquiry({ target, depth: 'all', wishes: [], reach: reachOf(place) });
      const questions = [{ id: 'q1', vantage: 'eu', words, askedAt: new Date() }];
      await store.questions.ask(questions);
      const own = { member: 'm', vantage: 'eu', version: '1', ladder: probes, log: openLog('silent') };
      await answerQuestions({ ...own, ...services, questions: store.questions, signal });
      await store.questions.close(['q1']);
    },
  },
];

let bot: BotWithRules;
beforeAll(async () => {
  bot = await openBotWith(rules);
});
afterAll(() => bot[Symbol.asyncDispose]());

describe.concurrent('what one channel may reach another does not', () => {
  it.each(ways.map((way) => [way.what, way] as const))('by %s', async (_what, { go }) => {
    const there = new AbortController();
    const visit = (socket: Socket) => {
      socket.destroy();
      there.abort();
    };
    await using trap = await startListener(visit, { host: inside });
    const at = `${inside}:${trap.port}`;
    await go(bot, outsiders, at, noSignal());
    expect(trap.connections()).toBe(0);
    // The same where it may, until it got there: else this row would prove nothing.
    await go(bot, insiders, at, there.signal).catch((thrown: unknown) => {
      if (!there.signal.aborted) throw thrown;
    });
    expect(trap.connections()).toBeGreaterThan(0);
  });
});
