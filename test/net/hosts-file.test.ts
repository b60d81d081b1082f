import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openHostsFile } from '../../src/net/hosts-file.ts';

async function temporaryPath(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'notafter-hosts-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, 'hosts');
}

test('reads addresses, several names a line, comments, any case and both families', async () => {
  const path = await temporaryPath();
  await writeFile(
    path,
    '# local\n127.0.0.1\tlocalhost\n\n 192.0.2.7  Api.Example.ORG  api # the old one\r\n' +
      '2001:db8::7 api.example.org\n192.0.2.7 api.example.org\nnonsense api.example.org\n192.0.2.9\n#192.0.2.8 api.example.org\n',
  );
  const hosts = openHostsFile(path);
  expect(hosts.path).toBe(path);
  expect(await hosts.lookup('api.example.org')).toEqual(['192.0.2.7', '2001:db8::7']);
  expect(await hosts.lookup('API.example.org.')).toEqual(['192.0.2.7', '2001:db8::7']);
  expect(await hosts.lookup('api')).toEqual(['192.0.2.7']);
  expect(await hosts.lookup('example.org')).toEqual([]);
  expect(await hosts.lookup('constructor')).toEqual([]);
});

test('sees the file appear, change and go', async () => {
  const path = await temporaryPath();
  const hosts = openHostsFile(path);
  expect(await hosts.lookup('a.test')).toEqual([]);
  await writeFile(path, '192.0.2.1 a.test\n');
  expect(await hosts.lookup('a.test')).toEqual(['192.0.2.1']);
  await writeFile(path, '192.0.2.22 a.test\n');
  expect(await hosts.lookup('a.test')).toEqual(['192.0.2.22']);
  await rm(path);
  expect(await hosts.lookup('a.test')).toEqual([]);
});

test('a file that is there and cannot be read is said, not taken for empty', async () => {
  await expect(openHostsFile(tmpdir()).lookup('a.test')).rejects.toThrow(
    `The hosts file ${tmpdir()} cannot be read`,
  );
});

test('a file that is too large is read up to the limit only', async () => {
  const path = await temporaryPath();
  const filler = `# ${'x'.repeat(1022)}\n`.repeat(8 * 1024);
  await writeFile(path, `192.0.2.1 first.test\n${filler}192.0.2.2 last.test\n`);
  const hosts = openHostsFile(path);
  expect(await hosts.lookup('first.test')).toEqual(['192.0.2.1']);
  expect(await hosts.lookup('last.test')).toEqual([]);
});
