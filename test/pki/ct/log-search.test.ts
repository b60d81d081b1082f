import { describe, expect, test } from 'vitest';
import { createMemoryCache } from '../../../src/core/cache/answer-cache.ts';
import { type LogSearchOptions, openLogSearch } from '../../../src/pki/ct/search/log-search.ts';
import { readSearchAnswer } from '../../../src/pki/ct/search/read-answer.ts';
import { parseSearchUrl, searchUrl } from '../../../src/pki/ct/search/search-url.ts';
import { loadTrustStore } from '../../../src/pki/trust/trust-store.ts';
import { answersStatus } from '../../support/farm/http-answers.ts';
import { type HttpAnswer, startHttpServer } from '../../support/farm/http-server.ts';
import { loopbackNetwork, noSignal } from '../../support/loopback.ts';
import { recordingLog } from '../../support/watch-stage.ts';

/** As crt.sh answers: moments without a zone, names a line each, the precertificate beside the certificate. */
const crtSh = [
  {
    issuer_ca_id: 295810,
    issuer_name: `C=US, O="Let's Encrypt", CN=R13`,
    common_name: 'pay.example.com',
    name_value: 'pay.example.com\n*.Example.com',
    id: 1,
    entry_timestamp: '2026-11-20T10:00:01.123',
    not_before: '2026-11-20T09:01:30',
    not_after: '2027-02-18T09:01:29',
    serial_number: '05ab',
    result_count: 2,
  },
  {
    issuer_name: `C=US, O="Let's Encrypt", CN=R13`,
    name_value: 'pay.example.com',
    id: 2,
    not_before: '2026-11-20T09:01:30',
    not_after: '2027-02-18T09:01:29',
    serial_number: '05AB',
  },
];
const certSpotter = [
  {
    id: '8143',
    tbs_sha256: 'ab',
    dns_names: ['pay.example.com'],
    issuer: { friendly_name: "Let's Encrypt", name: "C=US, O=Let's Encrypt, CN=E7" },
    not_before: '2026-11-20T09:01:30Z',
    not_after: '2027-02-18T09:01:29+00:00',
    revoked: false,
  },
  {
    id: '9',
    dns_names: ['pay.example.com'],
    not_before: '2026-11-20T09:01:30Z',
    not_after: '2027-02-18T09:01:29Z',
    revoked: true,
  },
];

function read(value: unknown) {
  return readSearchAnswer(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), 'crt.sh');
}

describe('the answer of a search', () => {
  const notBefore = new Date('2026-11-20T09:01:30Z');
  const notAfter = new Date('2027-02-18T09:01:29Z');
  const common = { where: 'crt.sh', notBefore, notAfter, fingerprint256: null, keyType: null };

  test('of crt.sh: a certificate and its precertificate are one', () => {
    expect(read(crtSh)).toEqual([{ ...common, names: ['pay.example.com', '*.example.com'], issuer: 'R13' }]);
  });

  test('of Cert Spotter: without those that are revoked', () => {
    expect(read(certSpotter)).toEqual([{ ...common, names: ['pay.example.com'], issuer: "Let's Encrypt" }]);
  });

  test.each([
    ['no JSON', '<html>busy</html>', null],
    ['no list', { error: 'too many requests' }, null],
    ['nothing', [], []],
    [
      'other things',
      [1, null, 'x', {}, { name_value: 'a.example', not_before: 'soon', not_after: 'later' }],
      [],
    ],
    ['a name that is none', [{ ...crtSh[0], name_value: '<!channel>', common_name: '@everyone' }], []],
  ])('that is %s', (_words, given, expected) => {
    expect(read(given)).toEqual(expected);
  });
});

describe('CT_SEARCH_URL', () => {
  test.each([
    ['https://crt.sh/', 'https://crt.sh/?q=*.example.com&output=json&exclude=expired&deduplicate=Y'],
    [
      'https://crt.sh/?exclude=none',
      'https://crt.sh/?exclude=none&q=*.example.com&output=json&deduplicate=Y',
    ],
    [
      'https://api.certspotter.com/v1/issuances?domain={name}&expand=dns_names&expand=issuer',
      'https://api.certspotter.com/v1/issuances?domain=*.example.com&expand=dns_names&expand=issuer',
    ],
  ])('%s', (setting, expected) => {
    expect(searchUrl(parseSearchUrl(setting), '*.example.com').href).toBe(expected);
  });

  test('escapes what stands in a certificate', () => {
    expect(searchUrl('https://s.example/{name}', 'a&b#c/d').href).toBe('https://s.example/a%26b%23c%2Fd');
  });

  test.each(['crt.sh', 'ftp://crt.sh/', 'https://me:pass@crt.sh/', 'https://{name}.example/'])(
    'refuses %s',
    (setting) => {
      expect(() => parseSearchUrl(setting)).toThrow(/CT_SEARCH_URL.*Write the address/);
    },
  );
});

describe('a search of logs', () => {
  const now = new Date('2026-11-27T12:00:00Z');
  const { secureContext } = loadTrustStore({ nodeVersion: process.versions.node });

  async function searching(answer: HttpAnswer, change: Partial<LogSearchOptions> = {}) {
    const server = await startHttpServer(answer);
    const log = recordingLog();
    const setting = `http://127.0.0.1:${server.port}/`;
    const network = loopbackNetwork();
    let clock = now;
    const cache = createMemoryCache(() => clock);
    const search = openLogSearch({
      setting,
      network,
      secureContext,
      cache,
      now: () => clock,
      log,
      ...change,
    });
    const pass = (ms: number) => {
      clock = new Date(clock.getTime() + ms);
    };
    return { server, log, search, pass };
  }

  test('asks once for half a day, and one question at a time', async () => {
    const { server, search, pass } = await searching(answersStatus(200, {}, JSON.stringify(crtSh)));
    await using _cleared = server;
    const [one, again] = await Promise.all([
      search('pay.example.com', noSignal()),
      search('pay.example.com', noSignal()),
    ]);
    expect([one.length, again.length]).toEqual([1, 1]);
    expect(server.requests().map(({ path }) => path)).toEqual([
      '/?q=pay.example.com&output=json&exclude=expired&deduplicate=Y',
    ]);
    pass(13 * 3_600_000);
    await search('pay.example.com', noSignal());
    expect(server.requests()).toHaveLength(2);
  });

  test.each([
    ['an error', answersStatus(502)],
    ['patience', answersStatus(429, { 'retry-after': '60' })],
    ['a page', answersStatus(200, {}, '<html>')],
    ['too much', answersStatus(200, {}, ' '.repeat(9 * 1024 * 1024))],
  ])('that answers %s says nothing and is left alone', async (_words, answer) => {
    const { server, search, log, pass } = await searching(answer);
    await using _cleared = server;
    expect(await search('a.example.com', noSignal())).toEqual([]);
    expect(await search('b.example.com', noSignal())).toEqual([]);
    expect(server.requests()).toHaveLength(1);
    expect(log.lines).toEqual([expect.stringMatching(/^warn the search of transparency logs failed/)]);
    pass(31 * 60_000);
    await search('b.example.com', noSignal());
    expect(server.requests()).toHaveLength(2);
  });

  test('passes the address policy', async () => {
    const { server, search } = await searching(answersStatus(200, {}, '[]'), {
      network: loopbackNetwork({ allowedNetworks: [] }),
    });
    await using _cleared = server;
    expect(await search('a.example.com', noSignal())).toEqual([]);
    expect(server.requests()).toEqual([]);
  });

  test('that nobody waits for any more ends, and is not held against it', async () => {
    const { server, search } = await searching(() => undefined);
    await using _cleared = server;
    const stop = new AbortController();
    const asked = search('a.example.com', stop.signal);
    const waiting = search('b.example.com', stop.signal);
    stop.abort();
    expect(await asked).toEqual([]);
    expect(await waiting).toEqual([]);
  });
});
