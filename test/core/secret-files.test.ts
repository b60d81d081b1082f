import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { withSecretFiles } from '../../src/settings/secret-files.ts';
import { secretNames } from '../../src/settings.ts';
import { projectRoot } from '../house/source-files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'notafter-secrets-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function holding(text: string | Uint8Array, mode = 0o600): string {
  const path = join(folder, 'secret');
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

function resolve(env: Readonly<Record<string, string>>) {
  const warnings: string[] = [];
  return { env: withSecretFiles(env, secretNames, (warning) => warnings.push(warning)), warnings };
}

const families = [
  'CLIENT_CERT_PAYMENTS_PASSWORD',
  'WEBHOOK_PAYMENTS_URL',
  'WEBHOOK_PAYMENTS_SECRET',
] as const;

describe('a secret that stands in a file', () => {
  it.each([...secretNames, ...families])('%s', (name) => {
    const { env, warnings } = resolve({ [`${name}_FILE`]: holding('s3cr3t value\n') });
    expect(env).toEqual({ [name]: 's3cr3t value' });
    expect(warnings).toEqual([]);
  });

  it('loses one line break at its end, of either kind, and nothing else', () => {
    const read = (text: string) => resolve({ DISCORD_TOKEN_FILE: holding(text) }).env.DISCORD_TOKEN;
    expect(read('a b\r\n')).toBe('a b');
    expect(read('a\n\n')).toBe('a\n');
    expect(read(' a')).toBe(' a');
  });

  it('is refused beside the setting itself, and an empty one is not set', () => {
    const path = holding('x');
    expect(() => resolve({ DISCORD_TOKEN: 'hunter2', DISCORD_TOKEN_FILE: path })).toThrow(
      /^DISCORD_TOKEN and DISCORD_TOKEN_FILE are both set\. Leave one of them out\.$/,
    );
    expect(resolve({ DISCORD_TOKEN: '', DISCORD_TOKEN_FILE: path }).env.DISCORD_TOKEN).toBe('x');
    expect(resolve({ DISCORD_TOKEN: 'x', DISCORD_TOKEN_FILE: ' ' }).env.DISCORD_TOKEN).toBe('x');
  });

  it('is left out where somebody wants all that is wrong, and the rest is read', () => {
    const mistakes: string[] = [];
    const env = { SLACK_APP_TOKEN_FILE: '/nowhere/at/all', DISCORD_TOKEN_FILE: holding('x') };
    const note = (sentence: string) => void mistakes.push(sentence);
    expect(withSecretFiles(env, secretNames, () => undefined, note)).toEqual({ DISCORD_TOKEN: 'x' });
    expect(mistakes).toEqual([expect.stringMatching(/^SLACK_APP_TOKEN_FILE cannot be read: ENOENT/)]);
  });

  it('says what is wrong with the file, and never what it holds', () => {
    const of = (path: string) => () => resolve({ DATABASE_URL_FILE: path });
    expect(of('/nowhere/at/all')).toThrow(/DATABASE_URL_FILE cannot be read: ENOENT/);
    expect(of(folder)).toThrow(/DATABASE_URL_FILE \(.*\) is a folder/);
    for (const empty of ['', '\n', '  \r\n']) expect(of(holding(empty))).toThrow(/is empty/);
    expect(of(holding(Buffer.alloc(65_537, 'hunter2')))).toThrow(/^(?!.*hunter2).*longer than 64 KiB/s);
    expect(() => loadConfig(resolve({ DATABASE_URL_FILE: holding('mysql://hunter2\n') }).env)).toThrow(
      /^(?!.*hunter2).*DATABASE_URL must be postgres/s,
    );
    expect(of('/dev/zero')).toThrow(/longer than 64 KiB/);
  });

  it.runIf(process.getuid?.() !== 0)('that may not be read', () => {
    expect(() => resolve({ DATABASE_URL_FILE: holding('x', 0o000) })).toThrow(/cannot be read: EACCES/);
  });

  it('warns where everybody may read it', () => {
    expect(resolve({ DISCORD_TOKEN_FILE: holding('x', 0o644) }).warnings).toEqual([
      expect.stringMatching(/^DISCORD_TOKEN_FILE \(.*\) can be read by everybody on this machine: chmod o= /),
    ]);
    expect(resolve({ DISCORD_TOKEN_FILE: holding('x', 0o640) }).warnings).toEqual([]);
  });

  it('is not meant by files that are settings themselves', () => {
    const env = { EXTRA_CA_FILE: '/a', HOSTS_FILE: '/b', WATCH_FILE: '/c', CLIENT_CERT_A_KEY_FILE: '/d' };
    expect(resolve(env).env).toEqual(env);
  });
});

it('what is secret leaves the environment: programs, workers and diagnostic reports inherit nothing', () => {
  const path = holding('from-a-file\n');
  const script = `
    const { readEnvironment } = await import('${projectRoot}/src/config.ts');
    const { execFileSync } = await import('node:child_process');
    const { Worker } = await import('node:worker_threads');
    const env = readEnvironment();
    const worker = new Worker(new URL('data:text/javascript,import { parentPort } from "node:worker_threads"; parentPort.postMessage(JSON.stringify(process.env))'));
    const inside = await new Promise((resolve) => worker.once('message', resolve));
    const report = JSON.stringify(process.report.getReport());
    console.log(JSON.stringify({
      read: [env.DISCORD_TOKEN, env.SLACK_BOT_TOKEN, env.CLIENT_CERT_A_PASSWORD],
      seen: [execFileSync('env').toString(), inside, report, process.title],
    }));
  `;
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      DISCORD_TOKEN_FILE: path,
      SLACK_BOT_TOKEN: 'xoxb-planted',
      CLIENT_CERT_A_PASSWORD: 'planted-password',
    },
  });
  const { read, seen } = JSON.parse(printed.toString());
  expect(read).toEqual(['from-a-file', 'xoxb-planted', 'planted-password']);
  for (const text of seen) expect(text).not.toMatch(/from-a-file|xoxb-planted|planted-password/);
});
