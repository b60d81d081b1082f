import { expect, it } from 'vitest';
import { check } from '../../commands/check.ts';
import { targetFrom } from '../../commands/options.ts';
import { parseLine } from '../../src/chat/asking/parse.ts';

it('reads what an answer is meant to be, blanks and quotes included', () => {
  const { values } = parseLine([check], '/check example.org/health status:2xx,401 "expect:all is well"');
  expect(targetFrom(values)).toMatchObject({
    host: 'example.org',
    path: '/health',
    expected: { status: '2xx,401', body: 'all is well' },
  });
});

it('is part of the target only when it was asked for', () => {
  expect(targetFrom({ target: 'example.org' })).not.toHaveProperty('expected');
});

it('has no answer to expect something of without HTTP', () => {
  expect(() => targetFrom({ target: 'tls://example.org', expect: 'ok' })).toThrow(
    'tls:// has no HTTP answer to expect something of. Try it as https://.',
  );
  expect(() => targetFrom({ target: 'example.org', status: 'fine' })).toThrow(/is no status/);
});
