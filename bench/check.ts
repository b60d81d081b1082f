// The whole default ladder against a healthy server on loopback, warm, in one process; then curl and openssl as whole
// processes against the same server in the same run. Quote the ratios, not the milliseconds: machines differ.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { forgeScenario } from '../test/support/certificates/scenarios.ts';
import { diagnoseTarget, openEngine, realNow } from '../test/support/diagnosing.ts';
import { answersStatus } from '../test/support/farm/http-answers.ts';
import { startHttpServer } from '../test/support/farm/http-server.ts';

const rounds = 200;
const processRounds = 20;

const { host, chain, key, anchorsPem } = forgeScenario('healthy', { now: realNow });
await using server = await startHttpServer(answersStatus(200), { chain, key });
const folder = await mkdtemp(join(tmpdir(), 'notafter-bench-'));
const rootFile = join(folder, 'root.pem');
await writeFile(rootFile, anchorsPem);
const diagnose = openEngine({ anchorsPem });
const target = `${host}:${server.port}`;
const place = `127.0.0.1:${server.port}`;

const ours = await times(rounds, async () => {
  const diagnosis = await diagnoseTarget(diagnose, target, '127.0.0.1');
  if (diagnosis.verdict !== 'healthy') throw new Error(`the server is ${diagnosis.verdict}, not healthy`);
});
const resolve = `${host}:${server.port}:127.0.0.1`;
const curl = await times(processRounds, () =>
  command('curl', [
    '-s',
    '-o',
    '/dev/null',
    '--cacert',
    rootFile,
    '--resolve',
    resolve,
    `https://${target}/`,
  ]),
);
const openssl = await times(processRounds, () =>
  command('openssl', ['s_client', '-connect', place, '-servername', host, '-CAfile', rootFile]),
);
await rm(folder, { recursive: true });

print('notafter, all layers, warm in process', ours);
print('curl, whole process', curl);
print('openssl s_client, whole process', openssl);

async function times(count: number, work: () => Promise<void>): Promise<readonly number[] | null> {
  const taken: number[] = [];
  try {
    for (let round = -5; round < count; round += 1) {
      const begun = performance.now();
      await work();
      if (round >= 0) taken.push(performance.now() - begun);
    }
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
    throw thrown;
  }
  return taken.toSorted((one, other) => one - other);
}

function command(name: string, words: readonly string[]): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(name, words, { stdio: ['ignore', 'ignore', 'ignore'] });
    child.once('error', fail);
    child.once('exit', (code) => (code === 0 ? done() : fail(new Error(`${name} ended with ${code}`))));
  });
}

function print(name: string, taken: readonly number[] | null): void {
  if (taken === null) {
    console.log(`${name.padEnd(40)} not installed, skipped`);
    return;
  }
  const share = (part: number) => (taken[Math.floor((taken.length - 1) * part)] ?? 0).toFixed(1);
  console.log(`${name.padEnd(40)} p50 ${share(0.5)} ms   p95 ${share(0.95)} ms   (${taken.length} rounds)`);
}
