import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runAccess } from '../../src/bin/run-access.ts';
import { loadConfig } from '../../src/config.ts';

let folder = '';
let file = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'notafter-access-'));
  file = join(folder, 'access.yaml');
  await writeFile(
    file,
    `admin: [slack:U0BOSS]
blocked: [slack:C66]
commands:
  watch add: admin
networks:
  - in: [slack:C42]
    allow: [10.20.0.0/16]
`,
  );
});
afterAll(() => rm(folder, { recursive: true }));

async function said(asked: Parameters<typeof runAccess>[0]['asked'], at = file) {
  let out = '';
  const write = {
    out(text: string) {
      out += text;
    },
  };
  const code = await runAccess({ kind: 'access', file: at, asked }, loadConfig({}), write);
  return { code, out };
}

it('says what a file says in words, and what is wrong with one', async () => {
  const { code, out } = await said(null);
  expect(code).toBe(0);
  expect(out).toContain('10.20.0.0/16 open to whoever asks in slack:C42');
  const bad = join(folder, 'bad.yaml');
  await writeFile(bad, 'commands:\n  chekc: admin\n');
  await expect(said(null, bad)).rejects.toThrow(`${bad}, line 2: there is no command "chekc"`);
});

it.each([
  ['slack:U123', '/check 10.20.0.1', 'slack:C42', 0, 'Open to them there: 10.20.0.0/16 (line 6).'],
  ['slack:U123', '/check 10.20.0.1', 'slack:C43', 1, '10.20.0.1 may not be looked at there'],
  ['slack:U123', '/watch add example.org', 'slack:C42', 1, '/watch add is for admins (line 4).'],
  ['slack:U0BOSS', '/watch add example.org', 'slack:C42', 0, 'They are listed as admin: line 1.'],
  ['slack:U123', '/check example.org', 'slack:C66', 1, 'They are listed as blocked: line 2.'],
])('says whether %s may run %s in %s', async (who, line, where, code, words) => {
  const answer = await said({ who, line, where, rank: 'member' });
  expect(answer.out).toContain(words);
  expect(answer.code).toBe(code);
});
