import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { bundledLogList, readLogList } from '../../src/pki/ct/log-list.ts';
import { projectRoot } from '../house/source-files.ts';
import { forgeLog, logListText } from '../support/certificates/logs.ts';

const run = promisify(execFile);
const script = join(projectRoot, 'scripts/log-list.mjs');

it('makes the bundled form of a published list, and keeps the logs whose certificates have all ended', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'notafter-log-list-'));
  const published = join(folder, 'log_list.json');
  const out = join(folder, 'data.json');
  const log = forgeLog('Alpha', { tiled: true, description: 'Alpha 2027' });
  await writeFile(published, logListText([log], new Date('2026-12-01T00:00:00Z')));
  await run(process.execPath, [script, published, '--out', out]);
  const text = await readFile(out, 'utf8');
  const { logs, date } = readLogList(text);
  expect(date).toEqual(new Date('2026-12-01T00:00:00Z'));
  expect(logs.get(log.id.toString('base64'))).toMatchObject({ description: 'Alpha 2027', tiled: true });
  const ended = [...bundledLogList().logs.values()].filter(
    ({ interval }) => interval !== null && interval.to <= date,
  );
  expect(logs.size).toBe(1 + ended.length);
  expect(ended.length).toBeGreaterThan(10);
  expect(text).not.toMatch(/nobody@example\.org|log\.invalid/);
  await rm(folder, { recursive: true });
});

it('refuses what the program would refuse', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'notafter-log-list-'));
  const broken = join(folder, 'broken.json');
  await writeFile(broken, '{"operators":[]}');
  await expect(run(process.execPath, [script, broken, '--out', join(folder, 'x')])).rejects.toThrow(
    /has no log/,
  );
  await rm(folder, { recursive: true });
});
