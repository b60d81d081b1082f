import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Condition } from '../../../src/core/watch/alarm/condition.ts';
import type { Trouble } from '../../../src/core/watch/alarm/problem.ts';
import { after, noon, oncall, ops } from '../../support/store-fixtures.ts';
import { type AlarmStage, alarmStage } from './alarm-stage.ts';

const hourMs = 3_600_000;
const leaf = 'ab'.repeat(32);
let stage: AlarmStage;
beforeEach(async () => {
  stage = await alarmStage();
});
afterEach(() => stage[Symbol.asyncDispose]());

function has(
  trouble: Trouble,
  change: Partial<Condition> = {},
): { readonly conditions: readonly Condition[] } {
  const confirmedAt = change.confirmedAt === undefined ? stage.now() : change.confirmedAt;
  return {
    conditions: [
      {
        trouble,
        fingerprint256: leaf,
        bad: 2,
        good: 0,
        since: noon,
        turns: confirmedAt === null ? [] : [confirmedAt],
        cause: {
          id: 'tcp/refused',
          title: 'Connection refused',
          fix: 'Start it',
          reproduce: 'nc -vz host 443',
          blame: 'target',
        },
        ...change,
        confirmedAt,
      },
    ],
  };
}

describe('a trouble', () => {
  it.each(['mismatch', 'untrusted', 'revoked', 'unreachable'] as const)(
    '%s: not told before it is certain, then once, and over when it is over',
    async (trouble) => {
      const endpoint = await stage.watch('pay.example.com', { owners: [oncall] });
      await stage.sees(endpoint, has(trouble, { confirmedAt: null }));
      expect(await stage.said()).toEqual([]);
      const certain = has(trouble);
      await stage.sees(endpoint, { ...certain, verdict: 'broken' });
      await stage.sees(endpoint, { ...certain, verdict: 'broken' });
      expect(await stage.said()).toEqual(['open open @payments-oncall', 'reply event:details']);
      expect(await stage.incidents()).toMatchObject([
        { state: trouble, problem: trouble, told: { cause: { title: 'Connection refused' } } },
      ]);
      stage.pass(hourMs);
      await stage.sees(endpoint, { conditions: [] });
      expect(await stage.said()).toEqual(['reply event:ended', 'edit edit']);
    },
  );

  it('that returns is another conversation', async () => {
    const endpoint = await stage.watch('pay.example.com', { owners: [oncall] });
    for (let round = 0; round < 2; round++) {
      await stage.sees(endpoint, has('unreachable'));
      stage.pass(hourMs);
      await stage.sees(endpoint, { conditions: [] });
      stage.pass(hourMs);
    }
    const said = await stage.said();
    expect(said.filter((line) => line.startsWith('open'))).toHaveLength(2);
    expect(said.filter((line) => line === 'reply event:ended')).toHaveLength(2);
  });

  it('of an endpoint that never showed a certificate is its own', async () => {
    const endpoint = await stage.watch('pay.example.com');
    const never = { certificate: null, certificateSeenAt: null, served: [] };
    await stage.sees(endpoint, { ...never, ...has('unreachable', { fingerprint256: null }) });
    expect(await stage.incidents()).toMatchObject([
      { subject: { kind: 'endpoint', endpointId: endpoint.id }, told: { certificate: null } },
    ]);
    await stage.sees(endpoint, { conditions: [] });
    expect(await stage.incidents()).toEqual([]);
  });

  it('"changed" opens nothing unless a policy wants it', async () => {
    const endpoint = await stage.watch('pay.example.com');
    await stage.sees(endpoint, has('changed'));
    expect(await stage.incidents()).toEqual([]);
    const policy = { alarmOnChange: true };
    await stage.store.rules.set({ scope: { kind: 'all' }, owners: null, policy, setBy: 'x', setAt: noon });
    await stage.sees(endpoint, has('changed'));
    expect(await stage.incidents()).toMatchObject([{ state: 'changed' }]);
  });

  it('is told beside a lapse of the same certificate', async () => {
    const endpoint = await stage.watch('pay.example.com');
    stage.serves('pay.example.com', 5);
    await stage.look(endpoint);
    await stage.sees(endpoint, has('revoked'));
    expect((await stage.incidents()).map(({ problem }) => problem).toSorted()).toEqual(['lapse', 'revoked']);
  });
});

describe('a trouble that comes and goes', () => {
  it('is said once, held open while it does, silent, and over when it is quiet', async () => {
    const endpoint = await stage.watch('pay.example.com');
    const turns = [0, 1, 2, 3, 4].map((minutes) => after(minutes * 60_000));
    await stage.sees(endpoint, { ...has('unreachable', { turns: turns.slice(0, 1) }), verdict: 'broken' });
    await stage.said();
    stage.pass(5 * 60_000);
    await stage.sees(endpoint, has('unreachable', { turns, confirmedAt: null, good: 2, bad: 0 }));
    expect(await stage.said()).toEqual(['reply event:flapping', 'edit edit']);
    stage.pass(60 * 60_000);
    await stage.sees(endpoint, { ...has('unreachable', { turns }), verdict: 'broken' });
    await stage.tick();
    expect((await stage.said()).filter((line) => !line.startsWith('edit'))).toEqual([]);
    expect(await stage.incidents()).toMatchObject([{ flapping: true }]);
    stage.pass(3 * hourMs);
    await stage.sees(endpoint, has('unreachable', { turns, confirmedAt: null, good: 9, bad: 0 }));
    expect(await stage.said()).toContain('reply event:ended');
  });
});

describe('while we doubt ourselves', () => {
  const mark = { kind: 'open', since: noon.getTime(), worse: 9, total: 10, place: ops, by: null };

  it('no trouble is told and nobody called about it; afterwards it is made up for', async () => {
    const endpoint = await stage.watch('pay.example.com');
    await stage.store.marks.set('breaker', JSON.stringify(mark));
    await stage.sees(endpoint, has('revoked'));
    expect(await stage.said()).toEqual([]);
    await stage.store.marks.set('breaker', JSON.stringify({ ...mark, kind: 'closed' }));
    stage.pass(6 * 60_000);
    await stage.tick();
    expect(await stage.said()).toContain('open open @Alice');
  });

  it('a certificate that was seen near its end is told none the less', async () => {
    const endpoint = await stage.watch('pay.example.com');
    await stage.store.marks.set('breaker', JSON.stringify(mark));
    stage.serves('pay.example.com', 5);
    await stage.look(endpoint);
    expect(await stage.said()).toEqual(['open open @Alice', 'reply event:details']);
  });
});
