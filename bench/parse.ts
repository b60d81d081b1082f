// Certificates a second on one core, beside other readers in the same run, and what a megabyte of malice costs. Time is
// that of the processor, so that other work on the machine counts little; quote the ratios, for machines differ.
// npm run bench:parse [-- SUITE.json] [--write]
import { existsSync, readFileSync } from 'node:fs';
import { getCACertificates } from 'node:tls';
import { table, writeSection } from '../scripts/conformance/document.ts';
import { parseCertificate } from '../src/pki/certificate/parse-certificate.ts';
import { readPem } from '../src/pki/files/pem/pem.ts';
import { forgeIntermediate, forgeLeaf, forgeRoot } from '../test/support/certificates/forge.ts';
import { megabyteInputs } from '../test/support/certificates/megabyte.ts';
import { readers } from './parse-readers.ts';

const write = process.argv.includes('--write');
const [suite = '../shared/conformance/limbo-core.json'] = process.argv
  .slice(2)
  .filter((word) => word !== '--write');
const rounds = 15;
const roundMs = 60;

const roots = getCACertificates('bundled')
  .flatMap(readPem)
  .map((der) => Buffer.from(der));
const served = existsSync(suite) ? servedIn(suite) : forgedLeafs();
const sets = [
  { name: `${roots.length} bundled roots`, list: roots },
  { name: `${served.list.length} ${served.name}`, list: served.list },
];

const rates = sets.map(({ list }) => measure(list));
const rows = readers.map(({ name }, index) => [
  name,
  ...rates.map((perReader) => perSecond(perReader[index] ?? [])),
  ...rates.map((perReader) => share(perReader, index)),
]);
const columns = [
  'reader',
  ...sets.map(({ name }) => `${name}, a second`),
  ...sets.map(({ name }) => `ours on the ${name}`),
];
const hostile = [...megabyteInputs()].map(([name, der]) => [name, median(timesOf(der)).toFixed(1)] as const);
const slowest = hostile.toSorted((one, other) => Number(other[1]) - Number(one[1]));
const text = [
  `Node ${process.versions.node}, one core, medians of ${rounds} rounds a reader, in turns in one process. No signature is verified.`,
  table(columns, rows),
  `A megabyte of malice, milliseconds of processor time (medians of 5; the slowest of ${hostile.length} kinds first):`,
  table(['what is large', 'ms'], slowest.slice(0, 8)),
].join('\n\n');
console.log(text);
if (write) writeSection('parse', text);

/** Rates of every reader, taken in turns so that what disturbs one disturbs all. */
function measure(list: readonly Buffer[]): readonly number[][] {
  const found = readers.map((): number[] => []);
  for (let round = -2; round < rounds; round += 1) {
    for (const [index, { read }] of readers.entries()) {
      const rate = oneRound(list, read);
      if (round >= 0) found[index]?.push(rate);
    }
  }
  return found;
}

function oneRound(list: readonly Buffer[], read: (der: Buffer) => void): number {
  const begun = process.cpuUsage();
  let count = 0;
  let usedMs = 0;
  while (usedMs < roundMs) {
    for (const der of list) read(der);
    count += list.length;
    usedMs = millisecondsSince(begun);
  }
  return (count * 1000) / usedMs;
}

function timesOf(der: Buffer): readonly number[] {
  return Array.from({ length: 5 }, () => {
    const begun = process.cpuUsage();
    parseCertificate(der);
    return millisecondsSince(begun);
  });
}

function millisecondsSince(begun: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}

function servedIn(file: string): { name: string; list: readonly Buffer[] } {
  const { testcases } = JSON.parse(readFileSync(file, 'utf8')) as {
    testcases: { id: string; peer_certificate: string; untrusted_intermediates: string[] }[];
  };
  const online = testcases.filter(({ id }) => id.startsWith('online::'));
  const pems = online.flatMap((one) => [one.peer_certificate, ...one.untrusted_intermediates]);
  return {
    name: 'certificates of public servers',
    list: pems.flatMap(readPem).map((der) => Buffer.from(der)),
  };
}

function forgedLeafs(): { name: string; list: readonly Buffer[] } {
  const intermediate = forgeIntermediate(forgeRoot());
  const list = Array.from(
    { length: 30 },
    (_, index) =>
      forgeLeaf(intermediate, {
        dns: ['site.test', `*.${index}.site.test`],
        ocsp: ['http://ocsp.test/'],
        caIssuers: ['http://ca.test/i.der'],
        crl: ['http://ca.test/i.crl'],
        policies: ['2.23.140.1.2.1'],
      }).der,
  );
  return { name: 'forged leafs', list };
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;
}

function perSecond(values: readonly number[]): string {
  return Math.round(median(values)).toLocaleString('en');
}

function share(perReader: readonly number[][], index: number): string {
  return index === 0
    ? ''
    : `${(median(perReader[0] ?? []) / median(perReader[index] ?? [])).toFixed(1)} times as fast`;
}
