import { describe, expect, it } from 'vitest';
import { commands } from '../../../commands/index.ts';
import { dispatch } from '../../../src/chat/asking/dispatch.ts';
import { parseLine } from '../../../src/chat/asking/parse.ts';
import { wantedForm } from '../../../src/chat/forms/form-fields.ts';
import { memoryServices } from '../../support/commanding.ts';

const caller = {
  who: { platform: 'console', kind: 'user', id: 'bo', name: 'bo' },
  place: { platform: 'console', channel: 'console' },
  zone: 'UTC',
} as const;

async function run(line: string, services = memoryServices()): Promise<string> {
  let said = '';
  const signal = new AbortController().signal;
  for await (const { summary } of dispatch(
    { ...parseLine(commands, line), caller, signal },
    services,
    silent,
  )) {
    said = summary;
  }
  return said;
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };

describe('a command that is called without what it needs', () => {
  it('has a form where it has one, with its boxes in order', async () => {
    const form = await wantedForm(parseLine(commands, '/watch add'), memoryServices());
    expect(form?.fields.map(({ option, isRequired }) => [option.name, isRequired])).toEqual([
      ['target', true],
      ['owner', false],
      ['channel', false],
      ['labels', false],
      ['address', false],
    ]);
    expect(form?.title).toBe('/watch add');
    expect(await wantedForm(parseLine(commands, '/watch add api.example.org'), memoryServices())).toBeNull();
  });

  it('is told what is missing where there are no forms', async () => {
    expect(await run('/watch add')).toMatch(/^\/watch add needs target: .* Try \/watch add /);
    expect(() => parseLine(commands, '/watch edit owner:@bo')).toThrow(
      /^\/watch edit needs target: .* Try \/watch edit api\.example\.org$/,
    );
  });

  it('finds in the boxes what is set already', async () => {
    const services = memoryServices();
    await run('/watch add api.example.org owner:@alice labels:team=payments,tier=1', services);
    const form = await wantedForm(parseLine(commands, '/watch edit api.example.org'), services);
    expect(form?.fields.map(({ option, value }) => [option.name, value])).toEqual([
      ['owner', '@alice'],
      ['channel', 'console'],
      ['labels', 'team=payments, tier=1'],
    ]);
    expect(form?.values.target).toBe('api.example.org');
  });
});
