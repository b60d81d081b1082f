import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { groupsActionId } from '../../src/chat/slack/forms/form-boxes.ts';
import { formCallbackId } from '../../src/chat/slack/forms/form-views.ts';
import { connect, modes } from '../chat/slack/connected.ts';
import { memoryServices } from '../support/commanding.ts';
import { answersStatus } from '../support/farm/http-answers.ts';
import { startHttpServer } from '../support/farm/http-server.ts';
import { faultsOfOurs } from '../support/hostile/faults-of-ours.ts';
import { validEnvelopes } from '../support/hostile/slack-envelopes.ts';
import { spoiled } from '../support/hostile/spoiled.ts';
import { createHttpMode } from '../support/slack/http-mode.ts';
import type { Envelope } from '../support/slack/socket-mode.ts';
import { nextTurn, unhandledRejections } from '../support/unhandled-rejections.ts';

/** `npm run fuzz` asks for more, and for another seed. */
const numRuns = Number(process.env.FUZZ_RUNS ?? 100);
const seed = Number(process.env.FUZZ_SEED ?? 7);
/** What is sent before the bot is asked whether it still answers. */
const batch = 50;

const noEnvelopes = [
  ...['', 'null', '0', '"x"', '[]', '{}', '{', '\u0000', '['.repeat(10_000)],
  ...['events_api', 'interactive', 'slash_commands', 'nosuch', '__proto__'].flatMap((type) => [
    JSON.stringify({ type }),
    ...['null', '0', '[]', '{"event":null}', '{"event":[]}', '{"__proto__":{"polluted":true}}'].map(
      (payload) => `{"type":${JSON.stringify(type)},"envelope_id":{},"payload":${payload}}`,
    ),
  ]),
];

/** Slack never sends the same body twice in a second: that is what a replay is known by. */
function unlike({ payload, ...rest }: Envelope, turn: number): Envelope {
  return { ...rest, payload: { ...structuredClone(payload), trigger_id: `1.${turn}.7D6B7146A8CC7472` } };
}

describe(`what Slack never sends (seed ${seed}, ${numRuns} payloads)`, () => {
  it.each(modes)(
    'breaks nothing, and what it does send is answered: %s',
    { timeout: 900_000 },
    async (mode) => {
      const unhandled = unhandledRejections();
      await using sink = await startHttpServer(answersStatus(200, {}, 'ok'));
      await using connected = await connect(commands, {
        mode,
        world: { services: memoryServices() as never },
      });
      const { slack, logged } = connected;
      const valid = validEnvelopes(
        slack,
        commands,
        formCallbackId,
        groupsActionId,
        `http://127.0.0.1:${sink.port}/`,
      );
      const http = createHttpMode(slack.signingSecret, 10_000);
      // What has no listener is never answered; Slack waits 3 s for it.
      const brief = createHttpMode(slack.signingSecret, 300);
      const deliver = (envelope: Envelope) =>
        mode === 'HTTP' ? http.deliver(slack.urlOfBot(), envelope) : slack.socket.deliver(envelope);
      const sent: Promise<unknown>[] = [];
      const throwAt = ({ type, payload }: Envelope) => {
        if (mode === 'HTTP') sent.push(brief.post(slack.urlOfBot(), { type, payload }).catch(() => null));
        else
          slack.socket.raw(
            JSON.stringify({ envelope_id: randomUUID(), type, payload, accepts_response_payload: true }),
          );
      };
      let turn = 0;
      const bad = fc
        .constantFrom(...valid)
        .chain(({ type, payload }) => spoiled(payload).map((one): Envelope => ({ type, payload: one })));
      if (mode === 'Socket Mode') for (const text of noEnvelopes) slack.socket.raw(text);
      await fc.assert(
        fc.asyncProperty(bad, async (envelope) => {
          throwAt(envelope);
          turn += 1;
          if (turn % batch > 0) return;
          const one = valid[(turn / batch) % valid.length];
          if (one !== undefined) await deliver(unlike(one, turn));
        }),
        { numRuns, seed, endOnFailure: true },
      );
      await Promise.all(sent);
      const run = await slack.command({ command: '/help' });
      expect((await run.nextResponse()).shown).toContain('explains why');
      await nextTurn();
      expect(unhandled).toEqual([]);
      expect(faultsOfOurs(logged)).toEqual([]);
      expect({}).not.toHaveProperty('polluted');
    },
  );
});
