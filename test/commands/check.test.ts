import { describe, expect, it } from 'vitest';
import { check } from '../../commands/check.ts';
import { watch } from '../../commands/watch.ts';
import type { Caller } from '../../src/core/people.ts';
import { caller, diagnosisOf, memoryServices, run, words } from '../support/commanding.ts';

const target = { target: 'api.example.org' };

function labelsOf(messages: Awaited<ReturnType<typeof run>>): readonly string[] {
  return (messages.at(-1)?.buttons ?? []).map(({ label }) => label);
}

describe('/check', () => {
  it('offers to watch what is not watched, and no longer once it is', async () => {
    const services = memoryServices();
    expect(labelsOf(await run(check, '', target, services))).toContain('Watch');
    const [button] = (await run(check, '', target, services))
      .flatMap(({ buttons = [] }) => buttons)
      .filter(({ label }) => label === 'Watch');
    if (button === undefined) throw new Error('there is no button to watch it');
    expect([button.command, button.subcommand, button.asks]).toEqual(['watch', 'add', undefined]);
    const watched = await run(watch, 'add', button.values, services);
    expect(words(watched.at(-1))).toContain('is watched now');
    expect((await services.watchList.list()).map(({ endpoint }) => endpoint.owners)).toEqual([[]]);
    await expect(run(watch, 'add', button.values, services)).rejects.toThrow(
      'api.example.org is watched already',
    );
    expect(labelsOf(await run(check, '', target, services))).not.toContain('Watch');
  });

  it('makes no store in a shell', async () => {
    const services = memoryServices();
    const action = check.actions[0];
    const shell: Caller = { ...caller, who: { ...caller.who, platform: 'terminal' } };
    let asked = 0;
    const find = async () => {
      asked += 1;
      return null;
    };
    const watchList = { ...services.watchList, find };
    const last = [];
    for await (const message of action?.run(
      target,
      shell,
      { ...services, watchList },
      new AbortController().signal,
    ) ?? []) {
      last.push(message);
    }
    expect(asked).toBe(0);
    expect(labelsOf(last)).toEqual(['Run again', 'Follow']);
  });

  it('answers as ever where the store fails or hangs', async () => {
    for (const find of [
      () => Promise.reject(new Error('locked')),
      () => new Promise<never>(() => undefined),
    ]) {
      const services = memoryServices();
      const found = await run(check, '', target, { ...services, watchList: { ...services.watchList, find } });
      expect(found.at(-1)?.summary).toBe('api.example.org is healthy');
      expect(labelsOf(found)).not.toContain('Watch');
    }
  });

  it('shows how it goes before it answers', async () => {
    const services = memoryServices({ diagnose: async () => diagnosisOf('api.example.org') });
    const said = (await run(check, '', target, services)).map(({ summary }) => summary);
    expect(said).toEqual(['Checking api.example.org ...', 'api.example.org is healthy']);
  });
});
