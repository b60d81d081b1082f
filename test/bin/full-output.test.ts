import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { expect, it } from 'vitest';

const program = `
  import { endOnFault } from './src/bin/end-on-fault.ts';
  import { openLog } from './src/log.ts';
  endOnFault([]);
  const log = openLog('info', ['planted']);
  for (let line = 0; line < 3000; line += 1) log.info({ at: 'x'.repeat(1000) }, 'a line');
  process.stdout.write('a status line\\n');
  setTimeout(() => process.exit(7), 50);
`;

it.skipIf(process.platform !== 'linux')('outlives a full disk below its log and its output', async () => {
  const full = openSync('/dev/full', 'w');
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', full, full],
  });
  const [code] = await once(child, 'close');
  closeSync(full);
  expect(code).toBe(7);
});

it('outlives a reader of its log who went', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program]);
  child.stdout.destroy();
  child.stderr.destroy();
  const [code] = await once(child, 'close');
  expect(code).toBe(7);
});
