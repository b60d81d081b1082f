import { expect, it } from 'vitest';
import { headOf, headReference, threadName } from '../../../../src/chat/discord/sending/heads.ts';

it('calls a thread by the first sentence about it, within 100 characters', () => {
  const summary =
    'Alice: the certificate of api.example.org is about to expire: in 2 hours. Renew it by hand now.';
  expect(threadName(summary)).toBe(
    'Alice: the certificate of api.example.org is about to expire: in 2 hours',
  );
  expect(threadName('overdue')).toBe('overdue');
  expect(threadName(' \n ')).toBe('Alarm');
  const long = threadName(`${'a'.repeat(98)}\u{1f534}\u{1f534}`);
  expect(long).toHaveLength(99);
  expect(long.isWellFormed()).toBe(true);
});

it('keeps the name in the reference, whatever is in it', () => {
  for (const layout of ['components', 'embeds'] as const) {
    const head = { channel: '11', message: '22', name: 'a/b: 100 % of "c"', layout };
    const outgoing = { head: headReference(head) } as Parameters<typeof headOf>[0];
    expect(headOf(outgoing)).toEqual(head);
  }
});
