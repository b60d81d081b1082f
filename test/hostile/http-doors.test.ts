import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { createMemoryLog } from '../chat/discord/fake-world.ts';
import { faultsOfOurs } from '../support/hostile/faults-of-ours.ts';
import { consoleRequests, hookRequests, scrapeRequests } from '../support/hostile/http-doors.ts';
import { type Asked, bent, requestBytes } from '../support/hostile/http-requests.ts';
import { type RawAnswer, sendRaw } from '../support/hostile/raw-request.ts';
import { consoleToken, hookSecret, openWholeConsole } from '../support/hostile/whole-console.ts';
import { nextTurn, unhandledRejections } from '../support/unhandled-rejections.ts';

/** `npm run fuzz` asks for more, and for another seed. */
const numRuns = Number(process.env.FUZZ_RUNS ?? 100);
const seed = Number(process.env.FUZZ_SEED ?? 7);
/** What is sent before the bot is asked whether it still answers. */
const batch = 50;

/** What docs/ecosystem.md, docs/access.md and RFC 9110 name; 501 and 505 are Node's own words about the framing. */
const named = new Set([
  ...[
    200, 202, 204, 206, 303, 304, 400, 401, 403, 404, 405, 408, 411, 413, 414, 415, 417, 426, 429, 431, 501,
    503, 505,
  ],
]);

const doors: Readonly<Record<string, fc.Arbitrary<Asked>>> = {
  'hooks of others': bent(hookRequests),
  'what programs scrape': bent(scrapeRequests),
  'the console': bent(consoleRequests(commands)),
};

/** Wrong secrets come from elsewhere: whoever tries them has to wait. */
function addressFor({ headers, path }: Asked, turn: number): string {
  const secret = path.startsWith('/hooks/') ? hookSecret : consoleToken;
  const isDoor = !path.startsWith('/hooks/') || /^\/hooks\/(?:alertmanager|grafana)$/.test(path);
  const right = headers.authorization === `Bearer ${secret}` && isDoor;
  if (right && !path.startsWith('/calendar')) return '127.0.0.1';
  return `127.${10 + (turn % 200)}.${Math.floor(turn / 200) % 250}.${1 + (turn % 250)}`;
}

function expectHarmless(asked: Asked, { status, contentType, text }: RawAnswer): void {
  const told = `${asked.method} ${asked.path} ${JSON.stringify(asked).slice(0, 3000)}\n\n${text.slice(0, 600)}`;
  expect(named.has(status ?? 0), told).toBe(true);
  expect(text, told).not.toContain(consoleToken);
  expect(text, told).not.toContain(hookSecret);
  // Nobody's words are markup: neither in a page, nor in the part of an answer that the console puts into one.
  const pages = /html/.test(contentType)
    ? [text]
    : [...text.matchAll(/"html":("(?:[^"\\]|\\.)*")/g)].map(([, one]) => String(JSON.parse(one ?? '""')));
  for (const page of pages) expect(page, told).not.toMatch(/<img src=x|<script>alert|onerror=alert\(1\)>/);
  if (contentType === '' && text.includes('\r\n\r\n'))
    expect(text.split('\r\n\r\n')[1] ?? '', told).not.toMatch(/<img|<script/);
}

describe(`whatever is sent over HTTP (seed ${seed}, ${numRuns} requests)`, () => {
  it.each(Object.keys(doors))(
    'has an answer that the documentation names, and breaks nothing: %s',
    { timeout: 900_000 },
    async (name) => {
      const unhandled = unhandledRejections();
      const log = createMemoryLog();
      const env = { CHECK_TIMEOUT: '1s' };
      await using whole = await openWholeConsole({ log, env });
      const port = Number(new URL(whole.url).port);
      const host = `127.0.0.1:${port}`;
      // From where nothing wrong ever comes.
      const own = { port, from: '127.9.0.1' };
      const stillAnswers = async () => {
        const health = await sendRaw(
          requestBytes({ method: 'GET', path: '/healthz', headers: {}, body: '' }),
          own,
        );
        expect(health.status).toBe(200);
        const headers = { host, authorization: `Bearer ${consoleToken}`, 'content-type': 'application/json' };
        const help = await sendRaw(
          requestBytes({ method: 'POST', path: '/api/run', headers, body: '{"line":"/help"}' }),
          own,
        );
        expect(help.text).toContain('explains why');
      };
      await stillAnswers();
      let turn = 0;
      const statuses = new Map<number | null, number>();
      await fc.assert(
        fc.asyncProperty(doors[name] as fc.Arbitrary<Asked>, async (asked) => {
          turn += 1;
          const request = { ...asked, headers: { host, origin: `http://${host}`, ...asked.headers } };
          const stop = asked.path.startsWith('/api/feed') ? { stopAfter: /\r\n\r\n/ } : {};
          const answer = await sendRaw(requestBytes(request), {
            port,
            from: addressFor(request, turn),
            ...stop,
          });
          statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
          expectHarmless(request, answer);
          if (turn % batch === 0) await stillAnswers();
        }),
        { numRuns, seed, endOnFailure: true },
      );
      await stillAnswers();
      await nextTurn();
      expect(unhandled).toEqual([]);
      expect(faultsOfOurs(log.lines)).toEqual([]);
      expect({}).not.toHaveProperty('polluted');
      // A generator whose every request is turned away would prove little.
      expect(statuses.get(200) ?? 0, JSON.stringify([...statuses])).toBeGreaterThan(numRuns / 10);
    },
  );
});
