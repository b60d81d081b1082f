import { describe, expect, it } from 'vitest';
import { rolesInWords } from '../../src/bin/roles-in-words.ts';
import { UserError } from '../../src/core/errors.ts';

async function read(...words: readonly string[]) {
  const written: string[] = [];
  const settings = await rolesInWords(
    words,
    (text) => written.push(text),
    async () => '1.2.3',
  );
  return { settings, written: written.join('') };
}

describe('the words behind npm start', () => {
  it.each([
    [[], {}],
    [['worker'], { ROLES: 'worker' }],
    [['scheduler', 'Bot'], { ROLES: 'bot,scheduler' }],
    [['worker,bot'], { ROLES: 'bot,worker' }],
  ])('%j are %j', async (words, settings) => {
    expect(await read(...words)).toEqual({ settings, written: '' });
  });

  it.each(['--version', '-V'])('%s says the version and starts nothing', async (word) => {
    expect(await read(word)).toEqual({ settings: null, written: '1.2.3\n' });
  });

  it.each(['--help', '-h'])('%s says what there is, whatever stands beside it', async (word) => {
    const { settings, written } = await read('worker', word);
    expect(settings).toBeNull();
    for (const part of ['bot ', 'worker ', 'scheduler ', '--version']) expect(written).toContain(part);
  });

  it.each([
    ['--port', /no option "--port".*--help and --version.*\.env\.example/],
    ['-x', /no option "-x"/],
    ['wroker', /"wroker" is no role.*bot, worker, scheduler/],
    ['bot,nothing', /"nothing" is no role/],
  ])('%s is told as what it is', async (word, said) => {
    const refusal = read('bot', word);
    await expect(refusal).rejects.toThrow(said);
    await expect(refusal).rejects.toBeInstanceOf(UserError);
  });
});
