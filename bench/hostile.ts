// What hostile input costs: each case in a process of its own, its time (the start of Node included) and its peak of
// memory beside those of a sound one. npm run bench:hostile [-- --update] puts the table into docs/security.md.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDnsServer } from '../test/support/dns/dns-server.ts';
import { answersStatus } from '../test/support/farm/http-answers.ts';
import { startHttpServer } from '../test/support/farm/http-server.ts';
import { documentCases } from './hostile/documents.ts';
import { floods } from './hostile/floods.ts';
import { fileCases, rootPem, serverCases, sound, soundWith } from './hostile/inputs.ts';
import { type Measured, measure } from './hostile/measure.ts';

const fine = answersStatus(200);
const rows = ['| input | bound | time | peak memory | answer |', '| --- | --- | ---: | ---: | --- |'];
const folder = await mkdtemp(join(tmpdir(), 'notafter-bench-'));
try {
  await writeFile(join(folder, 'root.pem'), rootPem);
  await writeFile(join(folder, 'hosts'), '127.0.0.1 site.test\n');
  const settings = { EXTRA_CA_FILE: join(folder, 'root.pem'), HOSTS_FILE: join(folder, 'hosts') };
  for (const { what, bound, answer, identity } of serverCases) {
    await using server = await startHttpServer(answer, identity);
    tell(what, bound, await measure(['check', `https://site.test:${server.port}`], settings));
  }
  for (const { what, bound, scheme = 'https', start } of floods) {
    await using server = await start(sound);
    tell(what, bound, await measure(['check', `${scheme}://site.test:${server.port}`], settings));
  }
  for (const { what, bound, at, answer } of documentCases) {
    await using place = await startHttpServer(answer);
    await using server = await startHttpServer(fine, soundWith(at, `http://127.0.0.1:${place.port}/`));
    tell(what, bound, await measure(['check', `https://site.test:${server.port}`], settings));
  }
  await tellOfDns(settings);
  for (const { what, bound, words, content } of fileCases) {
    const file = join(folder, what.includes('YAML') ? 'input.yaml' : 'input.txt');
    await writeFile(file, content());
    tell(what, bound, await measure([...words, file], settings));
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
if (process.argv.includes('--update')) await update();

/** A name with 2,700 addresses, 64 KiB of them: more than a message over UDP holds. */
async function tellOfDns(settings: Readonly<Record<string, string>>): Promise<void> {
  const addresses = Array.from({ length: 2700 }, (_, at) => `127.1.${at >> 8}.${at & 255}`);
  await using server = await startHttpServer(fine, sound);
  await using dns = await startDnsServer({ records: { 'big.test': { A: addresses } } });
  const further = { DNS_SERVERS: dns.address };
  const words = ['check', `https://big.test:${server.port}`];
  tell(
    '2,700 addresses of a name (64 KB of DNS over TCP)',
    '64 KiB of message',
    await measure(words, { ...settings, ...further }),
  );
}

function tell(what: string, bound: string, { ms, peakMb, said }: Measured): void {
  const answer = said
    .replaceAll('|', '\\|')
    .replace(/(site|big)\.test:\d+/g, '$1.test')
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1')
    .replaceAll(folder, '');
  const row = `| ${what} | ${bound} | ${(ms / 1000).toFixed(1)} s | ${peakMb.toFixed(0)} MB | ${answer} |`;
  rows.push(row);
  console.log(row);
}

async function update(): Promise<void> {
  const page = 'docs/security.md';
  const text = await readFile(page, 'utf8');
  const start = text.indexOf(`${rows[0]}\n`);
  if (start === -1) throw new Error(`${page} has no table to replace that begins with: ${rows[0]}`);
  const end = text.indexOf('\n\n', start);
  await writeFile(page, `${text.slice(0, start)}${rows.join('\n')}${text.slice(end)}`);
}
