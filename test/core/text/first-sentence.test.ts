import { expect, it } from 'vitest';
import { firstSentence } from '../../../src/core/text/first-sentence.ts';

it.each([
  ['Start the server. Then open the port.', 'Start the server.'],
  [
    'Listen on 192.0.2.7 with nginx 1.26 (nginx.conf). Reload it.',
    'Listen on 192.0.2.7 with nginx 1.26 (nginx.conf).',
  ],
  ['Is it running? Look.', 'Is it running?'],
  ['Ask the owner, e.g. Alice of the team. Then wait.', 'Ask the owner, e.g. Alice of the team.'],
  ['Say "no." Then go on.', 'Say "no."'],
  ['  Only one sentence, in nginx: listen 443 ssl; ', 'Only one sentence, in nginx: listen 443 ssl;'],
  ['Raise it. nginx: large_client_header_buffers 4 16k;', 'Raise it.'],
  ['', ''],
])('%j begins with %j', (text, first) => {
  expect(firstSentence(text)).toBe(first);
});
