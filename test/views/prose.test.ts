import { expect, it } from 'vitest';
import { observed } from '../../src/views/prose.ts';

const began = 'Sat 1 Aug 2026, 00:00 UTC';
const ended = 'Sat 21 Nov 2026, 00:00 UTC';

it.each([
  [`${began} to ${ended}`, ['date', ' to ', 'date']],
  [`notAfter ${ended}, CN=a, SHA-256 12`, ['`notAfter`', ' ', 'date', ', ', '`CN=a, SHA-256 12`']],
  [`22 days ago (${ended})`, ['`22 days ago`', ' (', 'date', ')']],
  ['accepts it', ['`accepts it`']],
  ['', ['']],
])('keeps what joins moments out of the code around them: %s', (value, pieces) => {
  expect(
    observed(value).map((inline) => {
      if (inline.kind === 'date') return 'date';
      if (inline.kind === 'code') return `\`${inline.text}\``;
      return inline.kind === 'text' ? inline.text : inline.kind;
    }),
  ).toEqual(pieces);
});
