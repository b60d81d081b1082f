import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitWords } from '../../../../src/chat/asking/parse.ts';
import { textAfterMention, typedText } from '../../../../src/chat/slack/hearing/incoming.ts';

describe('what was typed', () => {
  it.each([
    ['<http://example.org|example.org>', 'example.org'],
    ['<https://example.org/a?b=1&amp;c=2>', 'https://example.org/a?b=1&c=2'],
    ['<http://example.org:8443|example.org:8443> port', 'example.org:8443 port'],
    ['<mailto:a@example.org|a@example.org>', 'a@example.org'],
    ['<mailto:a@example.org>', 'a@example.org'],
    ['a &lt;b&gt; &amp;amp; c', 'a <b> &amp; c'],
    ['owner:<@U012AB3CD|bo> <!subteam^S0614TZR7|@pay>', 'owner:<@U012AB3CD|bo> <!subteam^S0614TZR7|@pay>'],
    ['<#C012AB3CD|ops> <#C012AB3CD|>', '<#C012AB3CD|ops> <#C012AB3CD|>'],
    ['<!channel> <!here|here>', '<!channel> <!here|here>'],
    ['nothing < here > at all', 'nothing < here > at all'],
  ])('%j was %j', (sent, typed) => {
    expect(typedText(sent)).toBe(typed);
  });

  it('keeps a person of two names one word', () => {
    expect(splitWords(typedText('add x owner:<@U012AB3CD|Bo "the" Builder>'))).toEqual([
      'add',
      'x',
      'owner:<@U012AB3CD|Bo_the_Builder>',
    ]);
  });

  it('is any text that was escaped as Slack does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (words) => {
        const sent = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
        expect(typedText(sent)).toBe(words);
      }),
    );
  });
});

describe('what follows the mention', () => {
  it.each([
    ['<@UBOT> check example.org', ' check example.org'],
    ['hey <@UBOT|notafter> check example.org', ' check example.org'],
    ['<@UALICE> <@UBOT> help', ' help'],
    ['check example.org', 'check example.org'],
    ['<@UBOT>', ''],
  ])('of %j is %j', (text, rest) => {
    expect(textAfterMention(text, 'UBOT')).toBe(rest);
  });
});
