// A full TLS scan of one address on loopback: ours in this process and as a whole process, beside sslscan and testssl.sh
// on the same server in the same run. Quote the ratios, not the milliseconds: machines differ.
//
//     npm run bench:scan            rounds: 10 of ours, 3 of sslscan, 1 of testssl.sh, which takes minutes
//     npm run bench:scan -- 20 5 3  the same with other counts
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { TlsScanFacts } from '../src/probes/tls-scan.ts';
import { forgeScenario } from '../test/support/certificates/scenarios.ts';
import { diagnoseTarget, openEngine, realNow } from '../test/support/diagnosing.ts';
import { startOpensslServer } from '../test/support/farm/openssl-server.ts';
import { acceptedBySslscan } from '../test/support/rivals/sslscan.ts';

const [ourRounds = 10, sslscanRounds = 3, testsslRounds = 1] = process.argv.slice(2).map(Number);

const { host, sent, anchorsPem } = forgeScenario('healthy-rsa', { now: realNow });
const [leaf, ...others] = sent;
if (leaf === undefined) throw new Error('the scenario has no certificate');
// TLS 1.0 to 1.3 and every suite that OpenSSL still has for an RSA key.
const flags = ['-cipher', 'ALL:COMPLEMENTOFALL:@SECLEVEL=0', '-serverpref'];
await using server = await startOpensslServer([leaf, ...others], { flags });
const folder = await mkdtemp(join(tmpdir(), 'notafter-bench-'));
const rootFile = join(folder, 'root.pem');
await writeFile(rootFile, anchorsPem);
const place = `127.0.0.1:${server.port}`;
const diagnose = openEngine({ anchorsPem, deadlineMs: 60_000 });
const scanArguments = [
  'src/bin/notafter.ts',
  'tls',
  `tls://${host}:${server.port}`,
  '--address',
  '127.0.0.1',
];

let ourList: readonly string[] = [];
const inProcess = await times(ourRounds, async () => {
  const diagnosis = await diagnoseTarget(diagnose, `tls://${host}:${server.port}`, '127.0.0.1', ['tls']);
  ourList = listOf(diagnosis.results.find(({ probe }) => probe === 'tls-scan'));
});
const whole = await times(ourRounds, () =>
  command(process.execPath, scanArguments, { ALLOWED_NETWORKS: '127.0.0.0/8', EXTRA_CA_FILE: rootFile }),
);
const xml = join(folder, 'sslscan.xml');
const sslscan = await times(sslscanRounds, () =>
  command('sslscan', ['--no-colour', `--xml=${xml}`, `--sni-name=${host}`, place]),
);
// Versions, suites of each version in the order of the server, groups: what ours and sslscan's list hold.
const testsslWords = ['--quiet', '--color', '0', '--warnings', 'off', '-p', '-P', '-E', '-f', place];
const testssl = await times(testsslRounds, () => command('testssl', testsslWords));

print('notafter, warm in process', inProcess);
print('notafter tls, whole process', whole);
print('sslscan, whole process', sslscan);
print('testssl.sh -p -P -E -f, whole process', testssl);
ratio('sslscan', sslscan);
ratio('testssl.sh', testssl);
if (sslscan !== null) {
  const theirs = acceptedBySslscan(await readFile(xml, 'utf8'));
  const same = theirs.toSorted().join() === ourList.toSorted().join();
  console.log(
    `versions and suites: ${ourList.length} here, ${theirs.length} by sslscan, ${same ? 'the same' : 'NOT the same'}`,
  );
}
await rm(folder, { recursive: true });

function listOf(
  result: { readonly status: string; readonly facts?: unknown } | undefined,
): readonly string[] {
  const facts = result?.facts as TlsScanFacts | undefined;
  const [scan] = facts?.addresses ?? [];
  if (scan === undefined || !scan.complete) throw new Error('the scan did not see everything');
  return scan.versions.flatMap(({ name, suites }) => suites.map(({ openssl }) => `${name} ${openssl}`));
}

async function times(count: number, work: () => Promise<void>): Promise<readonly number[] | null> {
  const taken: number[] = [];
  // Asked for no rounds: the same as not there.
  if (count === 0) return null;
  try {
    for (let round = 0; round < count; round += 1) {
      const begun = performance.now();
      await work();
      taken.push(performance.now() - begun);
    }
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
    throw thrown;
  }
  return taken.toSorted((one, other) => one - other);
}

function command(name: string, words: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(name, words, { stdio: 'ignore', env: { ...process.env, ...more } });
    child.once('error', fail);
    // The verdict of a scan is an exit code as well; only a signal means that it did not finish.
    child.once('exit', (_code, signal) =>
      signal === null ? done() : fail(new Error(`${name} was ended by ${signal}`)),
    );
  });
}

function median(taken: readonly number[]): number {
  return taken[Math.floor((taken.length - 1) / 2)] ?? 0;
}

function print(name: string, taken: readonly number[] | null): void {
  const shown =
    taken === null
      ? 'not installed, or no rounds'
      : `median ${median(taken).toFixed(0)} ms (${taken.length} rounds)`;
  console.log(`${name.padEnd(42)} ${shown}`);
}

/** Whole process against whole process. */
function ratio(name: string, taken: readonly number[] | null): void {
  if (taken === null || whole === null) return;
  console.log(`${name} takes ${(median(taken) / median(whole)).toFixed(1)} times as long as notafter`);
}
