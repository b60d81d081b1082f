import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type AnswerCache, createMemoryCache } from '../../src/core/cache/answer-cache.ts';
import { createLayeredCache } from '../../src/core/cache/layered-cache.ts';
import type { Store } from '../../src/core/store/store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite.ts';
import { daysFrom, forgeLeaf } from '../support/certificates/forge.ts';
import { openEngine, realNow } from '../support/diagnosing.ts';
import { answersStatus } from '../support/farm/http-answers.ts';
import { openStage, reportsIn, type Stage, serialOf } from '../support/revocation/revocation-stage.ts';

const both = { ocsp: ['/ocsp'], crl: ['/crl'] };

function engineAt(now: Date, { root }: Stage, cache: AnswerCache) {
  return openEngine({ anchorsPem: root.pem, now, cache });
}

/** A cache whose clock is moved by the test. */
function movingCache() {
  const clock = { now: realNow };
  return { clock, cache: createMemoryCache(() => clock.now) };
}

function serveBoth(stage: Stage): void {
  stage.serveOcsp();
  stage.serveCrl();
}

describe('what was learned', () => {
  it('is not asked for again', async () => {
    await using stage = await openStage(both);
    serveBoth(stage);
    expect(reportsIn(await stage.look())).toEqual(['ocsp good', 'crl good']);
    expect(reportsIn(await stage.look())).toEqual(['kept ocsp good', 'kept crl good']);
    expect(stage.authority.requests()).toHaveLength(2);
  });

  it('is asked for again after its nextUpdate, and after four days at the latest', async () => {
    await using stage = await openStage(both);
    stage.serveOcsp({ nextUpdate: daysFrom(realNow, 2) });
    stage.serveCrl({ nextUpdate: daysFrom(realNow, 30) });
    const { cache, clock } = movingCache();
    const countsAfter = async (days: number) => {
      clock.now = daysFrom(realNow, days);
      await stage.look({ diagnose: engineAt(clock.now, stage, cache) });
      return [stage.authority.count('/ocsp'), stage.authority.count('/crl')];
    };
    expect(await countsAfter(0)).toEqual([1, 1]);
    expect(await countsAfter(1.9)).toEqual([1, 1]);
    expect(await countsAfter(2.1)).toEqual([2, 1]);
    expect(await countsAfter(4.1)).toEqual([3, 2]);
  });

  it('is asked for once by many looks at the same time', async () => {
    await using stage = await openStage(both);
    serveBoth(stage);
    const looks = await Promise.all(Array.from({ length: 8 }, () => stage.look()));
    for (const diagnosis of looks) expect(reportsIn(diagnosis).join()).toMatch(/ocsp good,(kept )?crl good/);
    expect(stage.authority.requests()).toHaveLength(2);
  });

  it('is told apart by certificate: one list for two, and an answer for one only', async () => {
    await using stage = await openStage(both);
    serveBoth(stage);
    await stage.look();
    const leaf = forgeLeaf(stage.intermediate, {
      now: realNow,
      ocsp: [stage.authority.url('/ocsp')],
      crl: [stage.authority.url('/crl')],
    });
    expect(reportsIn(await stage.look({ leaf }))).toEqual(['ocsp refused', 'kept crl good']);
    expect(stage.authority.count('/ocsp')).toBe(2);
  });

  it('survives a restart in the store', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'notafter-revocation-'));
    const path = join(folder, 'notafter.db');
    await using stage = await openStage(both);
    serveBoth(stage);
    const lookOnce = async () => {
      const store: Store = await openSqliteStore({ path });
      const cache = createLayeredCache({
        memory: createMemoryCache(() => realNow),
        answers: async () => store.answers,
        now: () => realNow,
        log: { debug() {}, info() {}, warn() {}, error() {} },
      });
      const diagnosis = await stage.look({ diagnose: engineAt(realNow, stage, cache) });
      await cache.settled();
      await store.close();
      return reportsIn(diagnosis);
    };
    expect(await lookOnce()).toEqual(['ocsp good', 'crl good']);
    expect(await lookOnce()).toEqual(['kept ocsp good', 'kept crl good']);
    expect(stage.authority.requests()).toHaveLength(2);
    await rm(folder, { recursive: true });
  });
});

describe('what failed', () => {
  it('is left alone for a minute, and only for a minute', async () => {
    await using stage = await openStage({ crl: ['/crl'] });
    stage.authority.serve('/ocsp', answersStatus(500));
    const { cache, clock } = movingCache();
    const lookAfter = async (seconds: number) => {
      clock.now = new Date(realNow.getTime() + seconds * 1000);
      return reportsIn(await stage.look({ diagnose: engineAt(clock.now, stage, cache) }));
    };
    expect(await lookAfter(0)).toEqual(['ocsp unreachable', 'crl unreachable']);
    expect(await lookAfter(59)).toEqual(['kept ocsp unreachable', 'kept crl unreachable']);
    expect(stage.authority.requests()).toHaveLength(2);
    serveBoth(stage);
    expect(await lookAfter(61)).toEqual(['ocsp good', 'crl good']);
  });

  it('is never kept as an answer, though a broken list is not fetched for each certificate', async () => {
    await using stage = await openStage(both);
    stage.serveOcsp({ badSignature: true });
    stage.serveCrl({ badSignature: true });
    const { cache, clock } = movingCache();
    const look = async () => reportsIn(await stage.look({ diagnose: engineAt(clock.now, stage, cache) }));
    expect(await look()).toEqual(['ocsp refused', 'crl refused']);
    expect(await look()).toEqual(['kept ocsp refused', 'kept crl refused']);
    expect(stage.authority.requests()).toHaveLength(2);
    clock.now = daysFrom(realNow, 0.001);
    stage.serveOcsp({ status: { revokedAt: realNow } });
    stage.serveCrl({ entries: [{ serial: serialOf(stage.leaf), at: realNow }] });
    expect(await look()).toEqual(['ocsp revoked', 'crl revoked']);
  });
});
