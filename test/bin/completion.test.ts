import { spawnSync } from 'node:child_process';
import { chmod, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shellWord } from '../../src/core/text/shell.ts';
import { openShell, type Shell } from '../support/processes/command-line.ts';
import { hasProgram, openTerminal } from '../support/processes/pseudo-terminal.ts';

let shell: Shell;
beforeAll(async () => {
  shell = await openShell();
  const program = join(shell.folder, 'notafter');
  const words = [process.execPath, resolve('src/bin/notafter.ts')].map(shellWord).join(' ');
  await writeFile(program, `#!/bin/sh\nexec ${words} "$@"\n`);
  await chmod(program, 0o755);
  for (const name of ['bash', 'zsh', 'fish']) {
    await writeFile(join(shell.folder, `completion.${name}`), (await shell.run(['completion', name])).out);
  }
  await writeFile(join(shell.folder, 'fleet.txt'), '');
});
afterAll(() => shell[Symbol.asyncDispose]());

const env = () => ({ PATH: `${shell.folder}:${process.env.PATH ?? ''}`, HOME: shell.folder });

async function offered(...words: readonly string[]): Promise<readonly string[]> {
  const { out, error, code } = await shell.run(['__complete', ...words]);
  expect([error, code]).toEqual(['', 0]);
  return out.split('\n').flatMap((line) => (line === '' ? [] : [line.split('\t')[0] ?? '']));
}

describe('what is offered', () => {
  it.each([
    [['wat'], ['watch']],
    [['watch', 'exp'], ['export']],
    [['watch', 'export', 'y'], ['yaml']],
    [['check', '--addr'], ['--address']],
    [
      ['check', 'a.test', '--format', 'j'],
      ['json', 'junit', 'jsonl'],
    ],
    [['check', '--color=n'], ['--color=never']],
    [['check', 'with:t'], ['with:tls']],
    [['check', '--with', 'p'], ['path']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['help', 'watch', 'imp'], ['import']],
    [['explain', 'tcp/ref'], ['tcp/refused']],
    [['check', '--targets', ''], [':files']],
    [['check', '--save', ''], [':folders']],
    [['cert', ''], [':files']],
    [['back'], ['backup']],
    [['restore', ''], [':files']],
    [['restore', '--c'], ['--check']],
    [['check', 'a.test', '--address', ''], []],
  ])('behind %j is %j', async (words, wanted) => {
    expect(await offered(...words)).toEqual(wanted);
  });

  it('makes no store, and names what is watched where there is one', async () => {
    expect(await offered('check', '')).toEqual([]);
    expect(await readdir(shell.folder)).not.toContain('data');
    for (const target of [
      'api.example.org',
      'smtp://mail.example.org:25',
      'https://api.example.org:8443/a?b&c',
    ]) {
      await shell.run(['watch', 'add', target, '--labels', 'team=payments']);
    }
    expect(await offered('check', 'api')).toEqual(['api.example.org', 'api.example.org:8443/a?b&c']);
    expect(await offered('check', 'api.example.org', 'smtp')).toEqual(
      expect.arrayContaining([expect.stringContaining('mail.example.org')]),
    );
    expect(await offered('watch', 'edit', 'api.example.org', '--labels', 'te')).toEqual(['team=payments']);
  });
});

describe('a real shell', () => {
  it.skipIf(!hasProgram('bash'))(
    'bash completes words, and targets with colons that its own breaks cut',
    () => {
      const tab = (line: string) => {
        const script = `source completion.bash
        COMP_LINE=$1 COMP_POINT=\${#1}; COMP_WORDS=($1); [[ $1 == *' ' ]] && COMP_WORDS+=(''); COMP_CWORD=$((\${#COMP_WORDS[@]}-1))
        _notafter; printf '%s\\n' "\${COMPREPLY[@]}"`;
        const run = spawnSync('bash', ['--norc', '-c', script, 'bash', line], {
          cwd: shell.folder,
          env: env(),
          encoding: 'utf8',
        });
        expect(run.stderr).toBe('');
        return run.stdout.trimEnd().split('\n');
      };
      expect(tab('notafter watch exp')).toEqual(['export']);
      expect(tab('notafter check with:')).toEqual(['tls', 'path', 'all']);
      // Nothing of a target is taken for the shell's own.
      expect(tab('notafter check api.example.org:8')).toEqual(['8443/a\\?b\\&c']);
      expect(tab('notafter check --targets fl')).toEqual(['fleet.txt']);
    },
  );

  it.skipIf(!hasProgram('bash') || !hasProgram('script'))(
    'bash puts what one Tab leaves no doubt about into the line',
    async () => {
      await using terminal = openTerminal('bash --norc --noprofile -i', {
        cwd: shell.folder,
        env: { ...env(), PS1: 'ready> ' },
      });
      terminal.type('source completion.bash\n');
      await terminal.until(/ready> .*ready> /s);
      terminal.type('notafter completion fi\t');
      await terminal.until(/completion fi.*sh /s);
    },
  );

  it.skipIf(!hasProgram('fish'))('fish completes with what words mean', () => {
    const tab = (line: string) =>
      spawnSync('fish', ['--no-config', '-c', 'source completion.fish; complete -C $argv[1]', line], {
        cwd: shell.folder,
        env: env(),
        encoding: 'utf8',
      })
        .stdout.trimEnd()
        .split('\n');
    expect(tab('notafter watch exp')[0]).toMatch(/^export\tAll that is watched as a file/);
    expect(tab('notafter check api')).toEqual([
      'api.example.org\twatched',
      'api.example.org:8443/a?b&c\twatched',
    ]);
    expect(tab('notafter check --targets fl')[0]).toMatch(/^fleet\.txt/);
  });

  it.skipIf(!hasProgram('zsh') || !hasProgram('script'))(
    'zsh puts what one Tab leaves no doubt about into the line',
    async () => {
      await using terminal = openTerminal('zsh -f -i', {
        cwd: shell.folder,
        env: { ...env(), PS1: 'ready> ' },
      });
      terminal.type(
        'PS1="ready> "; autoload -U compinit; compinit -u -D; source completion.zsh; echo so$((1+1))far\n',
      );
      await terminal.until(/so2far/);
      terminal.type('notafter watch expo\t');
      await terminal.until(/expo.*rt/s);
    },
  );
});
