import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openShell } from '../support/processes/command-line.ts';

test('a shell warns of a secret that everybody may read, and tells what broke without secrets', async () => {
  await using shell = await openShell();
  const file = join(shell.folder, 'token');
  await writeFile(file, 'planted-token-5f4e3d2c1b\n');
  await chmod(file, 0o644);
  // As a library would, with what it was working on.
  const breaks = `
    const { stderr } = process;
    const write = stderr.write.bind(stderr);
    const fault = Object.assign(new Error('refused planted-token-5f4e3d2c1b'), { auth: 'Bearer planted-token-5f4e3d2c1b' });
    stderr.write = (text) => {
      if (String(text).includes('chmod')) setImmediate(() => { throw fault; });
      return write(text);
    };`;
  const preload = `data:text/javascript,${encodeURIComponent(breaks)}`;
  const { code, error } = await shell.run(['check', '127.0.0.1:1'], {
    DISCORD_TOKEN_FILE: file,
    NODE_OPTIONS: `--import ${preload}`,
  });
  expect(code).toBe(3);
  expect(error).toMatch(
    /^notafter: DISCORD_TOKEN_FILE \(.*\) can be read by everybody on this machine: chmod o= /,
  );
  expect(error).toContain('something broke inside Notafter');
  expect(error).toContain("auth: 'Bearer [secret]'");
  expect(error).not.toContain('planted-token');
});
