import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

/** Packages that were loaded when the program ended, by what Node's own loader says of itself. */
function loadedBy(...words: readonly string[]): readonly string[] {
  const report = `process.on('exit', () => process.stderr.write('\\nLOADED ' + [...seen].join(' ')));`;
  const hook = `
    import { registerHooks } from 'node:module';
    const seen = new Set();
    registerHooks({ load(url, context, next) {
      const name = /\\/node_modules\\/((?:@[^/]+\\/)?[^/]+)\\//.exec(url)?.[1];
      if (name !== undefined) seen.add(name);
      return next(url, context);
    } });
    ${report}`;
  const run = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(hook)}`, 'src/bin/notafter.ts', ...words],
    { encoding: 'utf8', env: { PATH: process.env.PATH ?? '', TIME_ZONE: 'UTC' } },
  );
  const loaded = /LOADED (.*)$/m.exec(run.stderr)?.[1];
  if (loaded === undefined) throw new Error(`nothing was reported: ${run.stderr}`);
  return loaded.split(' ').toSorted();
}

describe('a cold start', () => {
  it('for help loads the command-line reader and nothing else', () => {
    expect(loadedBy('--help')).toEqual(['commander']);
  });

  it('for a check loads neither chats, web page, database, scheduler nor list of suffixes', () => {
    const loaded = loadedBy('check', '127.0.0.1:9');
    expect(loaded).toContain('ipaddr.js');
    for (const heavy of [
      '@slack/bolt',
      'discord.js',
      'hono',
      '@hono/node-server',
      'kysely',
      'bree',
      'tldts',
    ]) {
      expect(loaded).not.toContain(heavy);
    }
  });
});
