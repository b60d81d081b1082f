import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../src/store/sqlite/sqlite.ts';
import type { FarmServer } from '../support/farm/listener.ts';
import { identityOf, startTlsServer } from '../support/farm/tls-server.ts';
import { openShell, type Shell } from '../support/processes/command-line.ts';
import { openStage, type Stage } from '../support/revocation/revocation-stage.ts';

let stage: Stage;
let shell: Shell;
let server: FarmServer;

beforeEach(async () => {
  stage = await openStage();
  stage.serveOcsp();
  server = await startTlsServer(identityOf(stage.leaf, stage.intermediate));
  shell = await openShell({ hosts: '127.0.0.1 site.test\n', anchorsPem: stage.root.pem });
});
afterEach(async () => {
  await Promise.all([stage, server, shell].map((one) => one[Symbol.asyncDispose]()));
});

const check = async () => {
  const { code, out, error } = await shell.run(['check', `tls://site.test:${server.port}`]);
  expect(error).toBe('');
  expect(out).toMatch(/good by\s+OCSP/);
  return code;
};

describe('notafter check of a certificate that names a responder', () => {
  it('asks it, and makes no store for that', async () => {
    expect(await check()).toBe(0);
    expect(await readdir(shell.folder)).not.toContain('data');
    expect(stage.authority.requests()).toHaveLength(1);
  });

  it('does not ask again what the store of a bot keeps', async () => {
    const store = await openSqliteStore({ path: join(shell.folder, 'data', 'notafter.db') });
    await store.close();
    expect(await check()).toBe(0);
    expect(await check()).toBe(0);
    expect(stage.authority.requests()).toHaveLength(1);
  });

  it('goes on without a store that is damaged', async () => {
    await mkdir(join(shell.folder, 'data'));
    await writeFile(join(shell.folder, 'data', 'notafter.db'), 'these are my holiday notes\n'.repeat(500));
    expect(await check()).toBe(0);
  });
});
