import fc from 'fast-check';
import type { Command } from '../../../src/core/command.ts';
import { hostileLine } from './hostile-lines.ts';
import { type Asked, bait, bodyLike, piece, queryOf } from './http-requests.ts';
import { consoleToken, hookSecret } from './whole-console.ts';

const json = { 'content-type': 'application/json' };
const reader = { authorization: `Bearer ${consoleToken}` };

function alert(change: object = {}) {
  return {
    status: 'firing',
    labels: { alertname: `Down ${bait}`, severity: 'page', instance: 'tcp://127.0.0.1:9' },
    annotations: { summary: 'It does not answer <!channel>', notafter_target: 'http://127.0.0.1:9/' },
    startsAt: '2026-11-25T11:00:00.123Z',
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: 'http://prometheus/',
    fingerprint: 'c0ffee',
    ...change,
  };
}

const payloads = [
  { version: '4', groupKey: '{}:{}', status: 'firing', receiver: 'notafter', alerts: [alert()] },
  { version: '4', status: 'resolved', alerts: [alert({ status: 'resolved' }), alert({ fingerprint: 'b' })] },
  {
    title: '[FIRING:1]',
    state: 'alerting',
    orgId: 1,
    alerts: [alert({ values: { A: 1 }, dashboardURL: 'x' })],
  },
];

/** Hooks in: mostly with the secret, since without it nothing is read. */
export const hookRequests: fc.Arbitrary<Asked> = fc
  .tuple(
    fc.constantFrom('/hooks/alertmanager', '/hooks/grafana'),
    bodyLike(payloads),
    fc.oneof(
      { weight: 30, arbitrary: fc.constant({ authorization: `Bearer ${hookSecret}` }) },
      fc.record({
        authorization: fc.oneof(
          piece,
          piece.map((word) => `Bearer ${word}`),
        ),
      }),
      fc.record({ 'x-grafana-alerting-signature': fc.oneof(piece, fc.constant('a'.repeat(64))) }),
    ),
  )
  .map(([path, body, headers]) => ({ method: 'POST', path, headers: { ...json, ...headers }, body }));

const targets = ['127.0.0.1:9', 'http://127.0.0.1:9/', 'localhost', '10.0.0.1:80', '169.254.169.254'];
const probing = queryOf(['target', 'module', 'hostname', 'query_name', 'query_type', 'debug'], {
  target: targets,
  module: ['http_2xx', 'tcp_connect', 'tcp_tls', 'dns', 'nosuch', '__proto__'],
  hostname: ['site.test', 'a b', ''],
  query_name: ['example.org', '.', '', `${'a'.repeat(64)}.x`],
  query_type: ['A', 'SOA', 'TYPE65535', 'TYPE99999', 'ANY', '__proto__'],
  debug: ['true', '1'],
});

/** What programs ask for. */
export const scrapeRequests: fc.Arbitrary<Asked> = fc
  .tuple(
    fc.oneof(
      { weight: 5, arbitrary: probing.map((query) => `/probe${query}`) },
      queryOf(['verbose', 'format', 'name[]']).map((query) => `/metrics${query}`),
      queryOf(['verbose', 'exclude']).map((query) => `/readyz${query}`),
      queryOf(['x']).map((query) => `/healthz${query}`),
    ),
    fc.oneof(
      { weight: 3, arbitrary: fc.constant({}) },
      fc.record({
        'x-prometheus-scrape-timeout-seconds': fc.oneof(piece, fc.constantFrom('0.001', '5', '1e3', '0')),
      }),
    ),
  )
  .map(([path, headers]) => ({ method: 'GET', path, headers: { ...reader, ...headers }, body: '' }));

const watchQuery = queryOf(['q', 'state', 'owner', 'label', 'sort', 'page', 'from', 'days', 'zone'], {
  state: ['attention', 'alarm', 'muted', 'unowned', 'ok'],
  sort: ['end', '-name', 'state', '-'],
  page: ['1', '2', '99999999999999999999'],
  from: ['-90', '0', '1e99'],
  days: ['7', '400', '0'],
  zone: ['Europe/Berlin'],
});

/** Everything that people and their browsers ask the console for. */
export function consoleRequests(commands: readonly Command[]): fc.Arbitrary<Asked> {
  const get = (path: fc.Arbitrary<string>): fc.Arbitrary<Asked> =>
    path.map((one) => ({ method: 'GET', path: one, headers: { ...reader, accept: 'text/html' }, body: '' }));
  const post = (path: string, body: fc.Arbitrary<string>, headers: Readonly<Record<string, string>>) =>
    body.map((text): Asked => ({ method: 'POST', path, headers, body: text }));
  const word = piece.map((text) => encodeURIComponent(text.toWellFormed()));
  const page = { zone: 'UTC', page: 'p1', forms: true };
  const file = {
    name: `a${bait}.pem`,
    base64: Buffer.from('-----BEGIN CERTIFICATE-----').toString('base64'),
  };
  const values = { target: 'tcp://127.0.0.1:9' };
  const runs: readonly object[] = [
    { line: '/help', ...page },
    { line: '/watch list', ...page },
    { line: '/check tcp://127.0.0.1:9', zone: 'UTC' },
    { line: '/cert', files: [file], password: 'x' },
    { line: '/token', secret: 'a.b.c', ...page, forms: false },
    { command: 'watch', action: 'add', values, ...page, forms: false },
    { command: 'watch', action: 'remove', values, zone: 'UTC' },
    { command: 'history', action: '', values, ...page },
    { command: 'explain', action: '', values: { finding: bait } },
    { command: 'audit', action: '', values: { since: '7d' } },
  ];
  const typed = hostileLine(commands)
    // A look at a stranger's place takes its time, and has fuzz of its own.
    .filter((line) => !/^\W*(?:check|cert|tls|dns|renewal|token|vantage|follow|watch)/i.test(line))
    .map((line) => JSON.stringify({ line, forms: line.length % 2 === 0 }));
  const forms = fc.oneof(
    piece.map(
      (text) =>
        `token=${encodeURIComponent(text.toWellFormed())}&next=${encodeURIComponent(text.toWellFormed())}`,
    ),
    piece.map((text) => `token=${text}&next=//${text}`),
    fc.constant(`token=${consoleToken}&next=/watch`),
  );
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  return fc.oneof(
    { weight: 6, arbitrary: post('/api/run', bodyLike(runs), { ...json, ...reader }) },
    { weight: 3, arbitrary: post('/api/run', typed, { ...json, ...reader }) },
    {
      weight: 3,
      arbitrary: get(
        fc
          .oneof(
            word,
            hostileLine(commands).map((line) => encodeURIComponent(line.toWellFormed())),
          )
          .map((line) => `/api/suggest?line=${line}`),
      ),
    },
    { weight: 2, arbitrary: get(watchQuery.map((query) => `/watch${query}`)) },
    {
      weight: 2,
      arbitrary: get(
        queryOf(['since'], { since: ['30d', '1h', '0s', '99999d'] }).map((query) => `/audit.jsonl${query}`),
      ),
    },
    {
      weight: 1,
      arbitrary: get(queryOf(['after', 'zone'], { after: ['0', '1'] }).map((query) => `/api/feed${query}`)),
    },
    ...[
      '/endpoint/',
      '/finding/tls/',
      '/finding/',
      '/files/',
      '/files/x/',
      '/calendar/',
      '/',
      '/login?next=',
    ].map((start) => ({ weight: 1, arbitrary: get(word.map((one) => `${start}${one}`)) })),
    { weight: 1, arbitrary: get(word.map((one) => `/calendar/${one}.ics`)) },
    {
      weight: 1,
      arbitrary: get(
        fc.constantFrom('/', '/watch', '/login', '/logout', '/console.js', '/icon.svg', '/api/session'),
      ),
    },
    { weight: 2, arbitrary: post('/login', forms, form) },
    { weight: 1, arbitrary: post('/logout', fc.constant(''), form) },
  );
}
