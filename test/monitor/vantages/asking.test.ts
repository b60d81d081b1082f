import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Diagnose } from '../../../src/core/services.ts';
import { parseTarget } from '../../../src/core/target.ts';
import type { Waiting } from '../../../src/core/vantages/sight.ts';
import { answerQuestions } from '../../../src/monitor/vantages/answer-questions.ts';
import { askVantages } from '../../../src/monitor/vantages/ask-vantages.ts';
import { after } from '../../support/store-fixtures.ts';
import { type WatchStage, watchStage } from '../../support/watch-stage.ts';

const target = parseTarget('pay.example.com');
const inquiry = { target, depth: 'certificate', wishes: [] } as const;

let stage: WatchStage;
beforeEach(async () => {
  stage = await watchStage();
});
afterEach(() => stage[Symbol.asyncDispose]());

function answering(vantage: string, diagnose: Diagnose = stage.diagnose, lateMs = 0) {
  const { store, log, signal } = stage;
  const now = () => after(lateMs, stage.now());
  const world = { questions: store.questions, ladder: [], log, now, version: '1.0.0', signal };
  return answerQuestions({ ...world, diagnose, vantage, member: `member of ${vantage} ${lateMs}` });
}

function asking(
  vantages: readonly string[],
  signal = stage.signal,
  told: (readonly Waiting[])[] = [],
  patienceMs = 3000,
) {
  const { store, now } = stage;
  const onChange = (waiting: readonly Waiting[]) => void told.push(waiting);
  return askVantages(inquiry, vantages, {
    questions: store.questions,
    ...{ now, signal, onChange, patienceMs },
  });
}

/** Answers as soon as there is something to answer. */
async function untilAsked(work: () => Promise<void>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  vi.spyOn(stage.store.questions, 'ask').mockImplementationOnce(async (questions) => {
    vi.restoreAllMocks();
    await stage.store.questions.ask(questions);
    resolve();
  });
  await promise;
  await work();
}

describe('a question to other vantages', () => {
  it('is looked into by those it is for, and each speaks under the name it was asked by', async () => {
    const told: (readonly Waiting[])[] = [];
    const work = untilAsked(async () => {
      await answering('us-1');
      await answering('EU-1');
    });
    const voices = await asking(['eu-1', 'us-1'], stage.signal, told);
    await work;
    expect(voices).toMatchObject([
      { kind: 'saw', vantage: 'eu-1', sight: { vantage: 'eu-1', verdict: 'healthy' } },
      { kind: 'saw', vantage: 'us-1' },
    ]);
    expect(stage.looked).toEqual([target.host, target.host]);
    expect(told.at(-1)?.every(({ voice }) => voice !== null)).toBe(true);
  });

  it('that nobody takes, or whose taker dies, is answered with silence, and nothing stays behind', async () => {
    const dying = untilAsked(async () => {
      await stage.store.questions.take('us-1', 'x', { now: stage.now(), leaseMs: 4000, limit: 9 });
    });
    const voices = await asking(['eu-1', 'us-1'], stage.signal, [], 500);
    await dying;
    expect(voices).toMatchObject([
      { kind: 'silent', vantage: 'eu-1', taken: false },
      { kind: 'silent', vantage: 'us-1', taken: true },
    ]);
    const later = { now: after(3_600_000), leaseMs: 4000, limit: 9 };
    for (const vantage of ['eu-1', 'us-1']) {
      expect(await stage.store.questions.take(vantage, 'y', later)).toEqual([]);
    }
  });

  it('goes to another worker of its vantage once its taker fell silent', async () => {
    const work = untilAsked(async () => {
      await stage.store.questions.take('eu-1', 'x', { now: stage.now(), leaseMs: 4000, limit: 9 });
      await answering('eu-1');
      expect(stage.looked).toEqual([]);
      await answering('eu-1', stage.diagnose, 4001);
    });
    expect(await asking(['eu-1'])).toMatchObject([{ kind: 'saw' }]);
    await work;
  });

  it('is dropped by whoever looks into it once nobody waits any more', async () => {
    const asker = new AbortController();
    const looks: AbortSignal[] = [];
    const endless: Diagnose = (_target, { signal }) => {
      looks.push(signal);
      asker.abort();
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    };
    const work = untilAsked(() => answering('eu-1', endless));
    await expect(asking(['eu-1'], asker.signal)).rejects.toThrow();
    await work;
    expect(looks.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it('is refused in words where it cannot be looked into there', async () => {
    const broken: Diagnose = async () => {
      throw new TypeError('a bug');
    };
    const work = untilAsked(async () => {
      await answering('eu-1', broken);
    });
    expect(await asking(['eu-1'])).toMatchObject([
      { kind: 'refused', vantage: 'eu-1', reason: expect.stringMatching(/fault inside Notafter/) },
    ]);
    await work;
    expect(stage.log.lines.join()).toContain('a look for another vantage failed');
  });

  it('to nobody asks nobody', async () => {
    expect(await asking([])).toEqual([]);
  });
});
