// A CRL of 100,000 entries with reason codes: read, checked and asked about two certificates, beside the reader that the
// schema library generates, each in processes of its own. Quote the ratios, not the milliseconds: machines differ.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { forgeLeaf, forgeRoot } from '../test/support/certificates/forge.ts';
import { forgeLargeCrl, largeSerial } from '../test/support/certificates/forge-crl.ts';

const entries = Number(process.env.ENTRIES ?? 100_000);
const oursIn = { processes: 5, rounds: 5 };
const libraryIn = { processes: 1, rounds: 1 };
const reader = join(import.meta.dirname, 'crl-reader.ts');

const folder = await mkdtemp(join(tmpdir(), 'notafter-crl-'));
const issuer = forgeRoot();
const large = forgeLargeCrl(issuer, entries);
const listed = forgeLeaf(issuer, { serial: largeSerial(entries - 1) });
await writeFile(join(folder, 'large.crl'), large.der);
await writeFile(join(folder, 'issuer.der'), issuer.der);
await writeFile(join(folder, 'listed.der'), listed.der);
await writeFile(join(folder, 'unlisted.der'), forgeLeaf(issuer).der);
console.log(
  `${entries.toLocaleString('en')} entries with reason codes, ${(large.der.length / 1e6).toFixed(1)} MB`,
);

const ours = await measure('ours', oursIn);
print('notafter: read, signature, judged, cold', [...ours.cold], ours.grownMb);
print('notafter: the same, warm', ours.warm, ours.grownMb);
const library = await measure('asn1-x509', libraryIn);
print('@peculiar/asn1-x509: read only, cold', library.cold, library.grownMb);
const ratio = median(library.cold) / median(ours.cold);
const memory = median(library.grownMb) / median(ours.grownMb);
console.log(`ratio: ${ratio.toFixed(0)} times the time, ${memory.toFixed(0)} times the memory`);
await rm(folder, { recursive: true });

type Measured = {
  readonly cold: readonly number[];
  readonly warm: readonly number[];
  readonly grownMb: readonly number[];
};

/** Cold is the first round of a process: a bot reads such a CRL once and keeps it. */
async function measure(name: string, { processes, rounds }: typeof oursIn): Promise<Measured> {
  const runs: { times: number[]; grownMb: number }[] = [];
  for (let index = 0; index < processes; index += 1) {
    const { stdout } = await promisify(execFile)(process.execPath, [reader, name, folder, String(rounds)]);
    runs.push(JSON.parse(stdout));
  }
  return {
    cold: runs.flatMap(({ times }) => times.slice(0, 1)),
    warm: runs.flatMap(({ times }) => times.slice(1)),
    grownMb: runs.map((run) => run.grownMb),
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

function print(what: string, times: readonly number[], grownMb: readonly number[]): void {
  const worst = Math.max(...times).toFixed(0);
  const time = `median ${median(times).toFixed(0)} ms, worst ${worst} ms of ${times.length}`;
  console.log(`${what.padEnd(42)} ${time.padEnd(36)} memory +${median(grownMb).toFixed(0)} MB at its peak`);
}
