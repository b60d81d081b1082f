import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import type { Suggestion, SuggestionKind } from '../../src/core/option.ts';
import { completeLine } from '../../src/web/complete-line.ts';

const known: Readonly<Record<SuggestionKind, readonly string[]>> = {
  watched: ['https://api.example.org/', 'smtp://mail.example.org:25/'],
  finding: ['chain/missing-intermediate', 'chain/unknown-issuer'],
  vantage: ['here', 'eu-1', 'us-1', 'all'],
  label: ['team=payments', 'tier=1', 'place=two words', 'bad="quote'],
};

async function suggest(kind: SuggestionKind, typed: string, limit: number): Promise<readonly Suggestion[]> {
  const found = known[kind].filter((value) => value.includes(typed)).slice(0, limit);
  return found.map((value) => ({ value, label: `${value} (known)` }));
}

async function offered(line: string) {
  const { from, offers } = await completeLine(line, commands, suggest);
  return offers.map(({ value }) => line.slice(0, from) + value);
}

describe('a line', () => {
  it.each([
    ['/ch', '/check '],
    ['ch', '/check '],
    ['/check api', '/check https://api.example.org/ '],
    ['/check api.example.org wi', '/check api.example.org with:'],
    ['/check api.example.org with:t', '/check api.example.org with:tls '],
    ['/check api.example.org --with=t', '/check api.example.org --with=tls '],
    ['/check with:tls mail', '/check with:tls smtp://mail.example.org:25/ '],
    ['/explain chain/m', '/explain chain/missing-intermediate '],
    ['/watch ed', '/watch edit '],
    ['/watch edit api', '/watch edit https://api.example.org/ '],
    ['/watch add x.example.org labels:team', '/watch add x.example.org labels:team=payments '],
    ['/watch add x.example.org labels:team=a,ti', '/watch add x.example.org labels:team=a,tier=1 '],
    ['/watch add x.example.org labels:place', '/watch add x.example.org labels:"place=two words" '],
    ['/follow api', '/follow https://api.example.org/ '],
  ])('%j may go on as %j', async (line, whole) => {
    expect(await offered(line)).toContain(whole);
  });

  it('names every command before one is typed, and says what it does', async () => {
    const { offers } = await completeLine('/', commands, suggest);
    expect(offers[0]).toEqual({ value: '/check ', label: '/check', detail: commands[0]?.summary });
    expect(offers.length).toBeLessThanOrEqual(12);
  });

  it('shows an option with what it means and an example', async () => {
    const { offers } = await completeLine('/check a.example stat', commands, suggest);
    expect(offers).toEqual([
      { value: 'status:', label: 'status:', detail: expect.stringMatching(/HTTP status.*such as 2xx,401$/) },
    ]);
  });

  it.each([
    '/nothing x',
    '/check a.example with:zzz',
    '/watch nothing x',
    '/watch add x labels:bad',
    `/check ${'x'.repeat(4000)}`,
  ])('%.40j goes on with nothing', async (line) => {
    expect(await offered(line)).toEqual([]);
  });

  it('never offers what must not be typed into it, nor what is there already', async () => {
    expect(await offered('/cert pass')).toEqual([]);
    expect(await offered('/token to')).not.toContain('/token token:');
    expect(await offered('/check a.example with:tls wi')).toEqual([]);
  });

  it('shows nothing hidden of a label that a stranger chose', async () => {
    const hostile = async () => [{ value: 'a.example', label: 'a\u202e\u001b[31m<b>' }];
    const { offers } = await completeLine('/explain a', commands, hostile);
    expect(offers[0]?.detail).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
