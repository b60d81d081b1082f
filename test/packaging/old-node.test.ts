import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../house/source-files.ts';

const run = promisify(execFile);

function asNode(version: string): string {
  const program = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
  return `data:text/javascript,${encodeURIComponent(program)}`;
}

describe.concurrent('a program of the package', () => {
  it('tells what it needs where an old Node starts it', async () => {
    const program = join(projectRoot, 'bin/notafter.js');
    const ended = run(process.execPath, ['--import', asNode('20.20.0'), program, '--version']);
    await expect(ended).rejects.toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringMatching(
        /^notafter: Node 24 or newer is needed, and this is Node 20\.20\.0\. Install/,
      ),
    });
  });

  it('runs the sources in a checkout', async () => {
    const { stdout } = await run(process.execPath, [join(projectRoot, 'bin/notafter.js'), '--version']);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+/);
  });
});
