// What hostile input costs: each case in a process of its own, its time (the start of Node included) and its peak of
// memory beside those of a sound one. npm run bench:hostile [-- --update] puts the table into docs/security.md.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHttpServer } from '../test/support/farm/http-server.ts';
import { fileCases, rootPem, serverCases } from './hostile/inputs.ts';
import { type Measured, measure } from './hostile/measure.ts';

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
  for (const { what, bound, words, content } of fileCases) {
    const file = join(folder, what.includes('YAML') ? 'input.yaml' : 'input.txt');
    await writeFile(file, content());
    tell(what, bound, await measure([...words, file], settings));
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
if (process.argv.includes('--update')) await update();

function tell(what: string, bound: string, { ms, peakMb, said }: Measured): void {
  const answer = said
    .replaceAll('|', '\\|')
    .replace(/site\.test:\d+/g, 'site.test')
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
