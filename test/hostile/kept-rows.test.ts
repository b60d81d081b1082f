import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { renderIn } from '../../src/chat/discord/rendering/render.ts';
import { renderAll } from '../../src/chat/slack/rendering/render.ts';
import { renderTerminal } from '../../src/chat/terminal/render.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Message } from '../../src/core/message.ts';
import { parseTarget } from '../../src/core/target.ts';
import { comparedDiagnosis } from '../../src/core/vantages/as-diagnosis.ts';
import { compareVoices } from '../../src/core/vantages/compare.ts';
import { deliverDue } from '../../src/monitor/delivery/deliver.ts';
import { readInquiry, readReply, writeInquiry, writeReply } from '../../src/monitor/vantages/wire.ts';
import { probes } from '../../src/probes/index.ts';
import { decodeMessage, encodeMessage } from '../../src/store/codec/message-codec.ts';
import { openStore } from '../../src/store/index.ts';
import { diagnosisMessage } from '../../src/views/diagnosis.ts';
import { createMemoryLog } from '../chat/discord/fake-world.ts';
import { spoiled } from '../support/hostile/spoiled.ts';
import { noSignal } from '../support/loopback.ts';
import { anyMessage } from '../support/samples/any-message.ts';
import { hostileMessage } from '../support/samples/hostile-message.ts';
import { brokenFrom, saw, sightFrom } from '../support/samples/sights.ts';
import { noon, notificationOf } from '../support/store-fixtures.ts';

/** `npm run fuzz` asks for more, and for another seed. */
const numRuns = Number(process.env.FUZZ_RUNS ?? 200);
const seed = Number(process.env.FUZZ_SEED ?? 7);
const runs = { numRuns, seed };

function shownEverywhere(message: Message): void {
  const values = new Map((message.buttons ?? []).map((button) => [button, 'value']));
  const ids = new Map((message.buttons ?? []).map((button, at) => [button, `=check${at}`]));
  renderAll(message, values, noon, true);
  renderIn('components', message, ids);
  renderIn('embeds', message, ids);
  renderTerminal(message, { colour: false, width: 80, zone: 'UTC', now: noon, commands: [] });
}

const spoiledText = (valid: fc.Arbitrary<string>) =>
  fc.oneof(
    valid.chain((text) => spoiled(JSON.parse(text) as object)).map((one) => JSON.stringify(one)),
    fc.tuple(valid, fc.nat()).map(([text, at]) => text.slice(0, at % (text.length + 1))),
    fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('null', '0', '[]', '{}', '"x"', '{"summary":5}')),
  );

describe(`rows that are damaged, or another version's (seed ${seed}, ${numRuns} of each)`, () => {
  it('what is sound comes back as it was', () => {
    fc.assert(
      fc.property(fc.oneof(anyMessage, hostileMessage), (message) => {
        const kept = encodeMessage(message);
        expect(JSON.parse(encodeMessage(decodeMessage(kept)))).toEqual(JSON.parse(kept));
      }),
      runs,
    );
  });

  it('a message can be shown on every platform', { timeout: 900_000 }, () => {
    const kept = fc.oneof(anyMessage, hostileMessage).map(encodeMessage);
    fc.assert(
      fc.property(spoiledText(kept), (text) => shownEverywhere(decodeMessage(text))),
      runs,
    );
  });

  it('a question of another vantage is refused in words, or as sound as one that is typed', {
    timeout: 900_000,
  }, () => {
    const reach = { place: { platform: 'slack', channel: 'C0OPS' }, rank: null } as const;
    const target = { ...parseTarget('https://site.test/x?y=1'), expected: { status: '200', body: 'ok' } };
    const valid = fc.constantFrom(
      writeInquiry({
        target: parseTarget('smtp://site.test', '192.0.2.1'),
        depth: 'all',
        wishes: ['path'],
        reach,
      }),
      writeInquiry({ target: target as never, depth: 'certificate', wishes: [] }),
    );
    fc.assert(
      fc.property(spoiledText(valid), (text) => {
        try {
          const inquiry = readInquiry(text);
          expect(readInquiry(writeInquiry(inquiry))).toEqual(inquiry);
        } catch (thrown) {
          if (!(thrown instanceof UserError)) throw thrown;
        }
      }),
      runs,
    );
  });

  it('an answer of another vantage is none, or can be compared and shown', { timeout: 900_000 }, () => {
    const here = saw(sightFrom('here'));
    const valid = fc.constantFrom(
      ...[sightFrom('eu-1'), brokenFrom('eu-1')].map((sight) => writeReply({ kind: 'saw', sight })),
      writeReply({ kind: 'refused', reason: 'no' }),
    );
    let read = 0;
    fc.assert(
      fc.property(spoiledText(valid), (text) => {
        const reply = readReply(text);
        if (reply?.kind !== 'saw') return;
        read += 1;
        const asked = { target: parseTarget('site.test'), wishes: [], at: noon, elapsedMs: 1 } as const;
        const diagnosis = comparedDiagnosis(compareVoices([here, saw(reply.sight)]), asked);
        shownEverywhere(diagnosisMessage(diagnosis, probes, { isWatched: false }));
      }),
      runs,
    );
    expect(read).toBeGreaterThan(0);
  });

  it('an outbox delivers all that can be read, and nobody waits behind the rest', {
    timeout: 900_000,
  }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'notafter-rows-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const path = join(folder, 'notafter.db');
    const store = await openStore(path);
    onTestFinished(() => store.close());
    const count = Math.min(numRuns, 2000);
    const sound = { to: { kind: 'place', place: { platform: 'slack', channel: 'C0OPS' } } } as const;
    // In the same place, one after the other: whoever is first holds up the next.
    await store.outbox.queue(
      Array.from({ length: count }, (_, at) => notificationOf(`row-${at}`, sound)),
      noon,
    );
    const database = new DatabaseSync(path);
    const columns = ['message', 'recipient', 'fallback', 'conversation', 'act', 'event'];
    const rows = database.prepare('select * from notifications').all();
    const change = fc.tuple(
      fc.nat(),
      spoiledText(fc.constantFrom(...rows.map((row) => String(row.message)))),
    );
    for (const [at, [which, text]] of fc.sample(change, { numRuns: count, seed }).entries()) {
      if (at % 3 === 0) continue;
      const column = columns[which % columns.length];
      database
        .prepare(`update notifications set ${column} = ? where key = ?`)
        .run(text.toWellFormed(), `row-${at}`);
    }
    database.close();
    const sent: string[] = [];
    const send = async ({ key, message }: { readonly key: string; readonly message: Message }) => {
      shownEverywhere(message);
      sent.push(key);
      return { kind: 'sent', reference: '1' } as const;
    };
    const delivery = {
      store,
      sendTo: new Map([['slack', send]] as const),
      now: () => noon,
      signal: noSignal(),
    };
    await deliverDue({ ...delivery, log: createMemoryLog() });
    for (let at = 0; at < count; at += 1) {
      const fate = await store.outbox.fate(`row-${at}`);
      if (at % 3 === 0) expect(sent).toContain(`row-${at}`);
      expect(['sent', 'refused'], `row-${at}`).toContain(fate?.kind);
    }
  });
});
