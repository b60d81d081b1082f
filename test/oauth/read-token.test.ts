import { describe, expect, it } from 'vitest';
import { readToken } from '../../src/oauth/read-token.ts';

const compact = ['{"alg":"none"}', '{}', ''].map((part) => Buffer.from(part).toString('base64url')).join('.');

describe('a token as it is pasted', () => {
  it.each([`"${compact}"`, `Authorization: Bearer ${compact}\n`, `'''${compact}\`\`\``])('%j', (pasted) => {
    expect(readToken(pasted)).toMatchObject({ form: 'signed', compact });
  });

  // In time that grows with its length: by the square of it this would take minutes.
  it('is given up when it is nothing but marks', () => {
    expect(readToken(`x${'"'.repeat(500_000)}x`)).toMatchObject({ form: 'malformed' });
  });
});
