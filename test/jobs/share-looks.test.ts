import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Config, loadConfig } from '../../src/config.ts';
import type { Diagnosis } from '../../src/core/diagnosis.ts';
import type { Diagnose } from '../../src/core/services.ts';
import { parseTarget, type Target } from '../../src/core/target.ts';
import { type SharedLooks, type Sharing, shareLooks } from '../../src/jobs/looking/share-looks.ts';
import { openServices, type Services } from '../../src/services.ts';
import { forgeIntermediate, forgeLeaf, forgeRoot } from '../support/certificates/forge.ts';
import { realNow } from '../support/diagnosing.ts';
import { identityOf, startTlsServer } from '../support/farm/tls-server.ts';
import { noSignal } from '../support/loopback.ts';
import { recordingLog } from '../support/watch-stage.ts';

let folder: string;
let config: Config;
let services: Services;
let shared: SharedLooks | null;
const now = realNow;
const root = forgeRoot({ now });
const intermediate = forgeIntermediate(root, { now });
const sound = identityOf(forgeLeaf(intermediate, { now, ip: ['127.0.0.1'] }), intermediate);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'notafter-looks-'));
  await writeFile(join(folder, 'root.pem'), root.pem);
  config = loadConfig({
    DATA_DIR: folder,
    EXTRA_CA_FILE: join(folder, 'root.pem'),
    ALLOWED_NETWORKS: '127.0.0.0/8',
    REFERENCE_HOSTS: 'off',
    LOG_LEVEL: 'silent',
  });
  services = await openServices(config, recordingLog());
  await services.store();
  shared = null;
});
afterEach(async () => {
  await shared?.stop();
  await services.close();
  await rm(folder, { recursive: true });
});

type Made = {
  readonly diagnose: Diagnose;
  readonly here: Target[];
  readonly kept: string[];
  readonly lines: string[];
};

function share(change: Partial<Sharing>): Made {
  const [here, kept, log]: [Target[], string[], ReturnType<typeof recordingLog>] = [[], [], recordingLog()];
  shared = shareLooks({
    data: { config },
    log,
    threads: 2,
    many: 1,
    async remember(key) {
      kept.push(key);
    },
    async diagnose(target, options) {
      here.push(target);
      return services.diagnose(target, options);
    },
    ...change,
  });
  return { diagnose: shared.diagnose, here, kept, lines: log.lines };
}

function entryOf(name: string): URL {
  return new URL(`../support/jobs/looking/${name}.ts`, import.meta.url);
}

/** Twenty at once, so that there is a reason for a second thread. */
function lookAtAll(
  diagnose: Diagnose,
  targets: readonly Target[],
  signal = noSignal(),
): Promise<Diagnosis[]> {
  return Promise.all(targets.map((target) => diagnose(target, { depth: 'certificate', signal })));
}

/** Until the other thread is there: each look that is made here was not made there. */
async function untilShared({ diagnose, here }: Made, targets: readonly Target[]): Promise<Diagnosis[]> {
  for (;;) {
    here.length = 0;
    const seen = await lookAtAll(diagnose, targets);
    if (here.length < targets.length) return seen;
  }
}

/** But for how long it took, and the facts. */
function essence({ at: _at, elapsedMs: _elapsedMs, connectMs: _connectMs, results, ...rest }: Diagnosis) {
  return { ...rest, results: results.map(({ probe, layer, status }) => ({ probe, layer, status })) };
}

describe('looks of a large fleet', () => {
  test('are shared with a thread that sees the same and writes nothing itself', async () => {
    await using server = await startTlsServer(sound);
    const refused = Array.from({ length: 18 }, (_, at) =>
      parseTarget(`https://127.0.0.${at + 2}:${server.port}`),
    );
    const targets = [
      ...refused,
      parseTarget(`https://127.0.0.1:${server.port}`),
      parseTarget('https://192.0.2.7'),
    ];
    const made = share({});
    const seen = await untilShared(made, targets);
    const theirs = targets.filter((target) => !made.here.includes(target));
    expect(theirs.length).toBeGreaterThan(targets.length / 3);
    const again = await lookAtAll(services.diagnose, targets);
    const past = { baseline: null, changes: [] };
    expect(seen.map((one) => ({ ...essence(one), ...past }))).toEqual(
      again.map((one) => ({ ...essence(one), ...past })),
    );
    expect(new Set(seen.map(({ verdict }) => verdict))).toEqual(new Set(['healthy', 'broken', 'unknown']));
    await shared?.stop();
    expect(made.kept.length).toBeGreaterThanOrEqual(theirs.length);
  });

  test('stay in one thread where no second is wanted, or they are few', async () => {
    const targets = Array.from({ length: 20 }, (_, at) => parseTarget(`https://192.0.2.${at}`));
    for (const change of [{ threads: 1 }, { many: 1000 }]) {
      const { diagnose, here } = share({ ...change, entry: entryOf('fragile') });
      for (let at = 0; at < 3; at += 1) await lookAtAll(diagnose, targets);
      expect(here).toHaveLength(60);
      await shared?.stop();
    }
  });

  test('are made here when the other thread breaks, which is told once', async () => {
    const targets = Array.from({ length: 20 }, (_, at) => parseTarget(`https://192.0.2.${at}`));
    const { diagnose, here, lines } = share({ entry: entryOf('fragile') });
    while (lines.length === 0) {
      here.length = 0;
      const seen = await lookAtAll(diagnose, targets);
      expect(seen.map(({ target }) => target)).toEqual(targets);
    }
    expect(here).toHaveLength(20);
    await lookAtAll(diagnose, targets);
    expect(lines).toEqual([expect.stringMatching(/^error a thread that shares the looks/)]);
  });

  test('are made here when the other thread hangs, which is told once, and it is begun anew', async () => {
    const targets = Array.from({ length: 20 }, (_, at) => parseTarget(`https://192.0.2.${at}`));
    const made = share({ entry: entryOf('hanging'), pulseMs: 5, pauseMs: 0 });
    while (made.lines.length < 2) {
      const seen = await lookAtAll(made.diagnose, targets);
      expect(seen.map(({ target }) => target)).toEqual(targets);
    }
    const told = expect.stringMatching(/^error a thread that shares the looks/);
    expect(made.lines.slice(0, 2)).toEqual([told, told]);
  });

  test('end with the signal of whoever asked, and a thread that will not end is ended', async () => {
    const targets = Array.from({ length: 20 }, (_, at) => parseTarget(`https://192.0.2.${at}`));
    const { diagnose, here, kept } = share({ entry: entryOf('deaf') });
    const stopping = new AbortController();
    const waiting: Promise<unknown>[] = [];
    while (here.length === waiting.length) {
      const look = diagnose(targets[waiting.length % 20] as Target, {
        depth: 'certificate',
        signal: stopping.signal,
      });
      waiting.push(look.catch((fault: unknown) => fault));
      if (waiting.length % 20 === 0) await Promise.race([look, new Promise(setImmediate)]);
    }
    const reason = new Error('enough');
    stopping.abort(reason);
    expect((await Promise.all(waiting)).filter((ended) => ended === reason).length).toBeGreaterThan(0);
    while (kept.length === 0) await new Promise(setImmediate);
    expect(kept[0]).toMatch(/^dropped \d+$/);
    await shared?.stop();
  });
});
