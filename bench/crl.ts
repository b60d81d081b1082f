// A CRL of 100,000 entries with reason codes: read, checked and asked about two certificates, beside the reader that the
// schema library generates, each in processes of its own. Quote the ratios, not the milliseconds: machines differ.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { table, writeSection } from '../scripts/conformance/document.ts';
import { forgeLeaf, forgeRoot } from '../test/support/certificates/forge.ts';
import { forgeLargeCrl, largeSerial } from '../test/support/certificates/forge-crl.ts';

const usual = 100_000;
const entries = Number(process.env.ENTRIES ?? usual);
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

const ours = await measure('ours', oursIn);
const library = await measure('asn1-x509', libraryIn);
await rm(folder, { recursive: true });

const rows = [
  row(
    '**this project**: read, signature, scope, dates, two certificates asked about',
    ours.cold,
    ours.grownMb,
  ),
  row('the same, warm', ours.warm, ours.grownMb),
  row(
    '@peculiar/asn1-x509 (`maxNodes: Infinity`): read and looked up, nothing checked',
    library.cold,
    library.grownMb,
  ),
];
const ratio = median(library.cold) / median(ours.cold);
const memory = median(library.grownMb) / median(ours.grownMb);
const heading = `${entries.toLocaleString('en')} entries with reason codes, ${(large.der.length / 1e6).toFixed(1)} MB, Node ${process.versions.node}. Processor time of all threads; cold is the first reading of a process.`;
const ratios = `The schema library takes ${ratio.toFixed(0)} times the processor time and ${memory.toFixed(0)} times the memory.`;
const text = [heading, table(['reader', 'median', 'worst', 'memory at its peak'], rows), ratios].join('\n\n');
console.log(text);
if (entries === usual) writeSection('crl', text);

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

function row(what: string, times: readonly number[], grownMb: readonly number[]): readonly string[] {
  const worst = `${Math.max(...times).toFixed(0)} ms of ${times.length}`;
  return [what, `${median(times).toFixed(0)} ms`, worst, `+${median(grownMb).toFixed(0)} MB`];
}
