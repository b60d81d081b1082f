import { describe, expect, it } from 'vitest';
import type { HttpResponse } from '../../../src/net/http/request.ts';
import { matchBody } from '../../../src/probes/http/match-body.ts';

function responseWith(text: string, changes: Partial<HttpResponse> = {}): HttpResponse {
  const bodyStart = Buffer.from(text);
  return {
    protocol: 'HTTP/1.1',
    status: 200,
    headers: {},
    cookies: [],
    elapsedMs: 1,
    phases: { queueMs: 0, connectMs: 0, tlsMs: null, firstByteMs: 1, bodyMs: 0 },
    bodyBytes: bodyStart.length,
    bodyComplete: true,
    bodyFailure: null,
    quietMs: 0,
    bodyStart,
    ...changes,
  };
}

describe('an expected text', () => {
  it.each([
    ['READY', 'found'],
    ['/^status: +ready$/', 'found'],
    ['/status.*end/', 'found'],
    ['asleep', 'missing'],
    ['/^ready/', 'missing'],
    // Beyond what RE2 repeats: refused, not run.
    ['/(a{1000}){1000}/', 'unreadable'],
  ])('%s: %s', async (expected, kind) => {
    expect(await matchBody(expected, responseWith('begin\nStatus: ready\nend'))).toMatchObject({ kind });
  });

  it('is not called missing as a whole where the body was cut', async () => {
    expect(await matchBody('x', responseWith('abc', { bodyComplete: false }))).toEqual({
      kind: 'missing',
      searched: 3,
      whole: false,
    });
  });

  it.each(['/(x+x+)+y/', '/([a-z]+ )*zzz/', '/(.*)*!/', '/.{0,1000}zq/'])(
    'never runs for long: %s',
    async (hostile) => {
      const body = responseWith('lorem ipsum xxxxxxxxxxxxxxxxxxxxxxxx '.repeat(7000));
      const match = await matchBody(hostile, body);
      expect(match.kind).toBe('missing');
      // A pattern that makes a large program sees less of the body, and that is said.
      if (match.kind === 'missing') expect(match.whole).toBe(hostile !== '/.{0,1000}zq/');
    },
  );
});
