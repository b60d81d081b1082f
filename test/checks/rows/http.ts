import type { HttpHop } from '../../../src/probes/http.ts';
import { now } from '../../support/facts/certificate-facts.ts';
import type { RuleRow } from '../../support/facts/judging.ts';
import { completed, healthyFacts, httpFacts, ip, tlsFacts } from '../../support/facts/probe-facts.ts';

const minuteMs = 60_000;
const redirect = (location: string, changes: Partial<HttpHop> = {}): Partial<HttpHop> => ({
  status: 301,
  headers: { location },
  ...changes,
});
const dated = (minutes: number, headers: Readonly<Record<string, string>> = {}) => ({
  http: httpFacts([
    { headers: { ...headers, date: new Date(now.getTime() + minutes * minuteMs).toUTCString() } },
  ]),
});
const answering = (status: number, headers: Readonly<Record<string, string>> = {}) => ({
  http: httpFacts([{ status, headers }]),
});

const statusRow = (
  status: number,
  severity: RuleRow['severity'],
  title: RegExp,
  headers: Readonly<Record<string, string>> = {},
  evidence: readonly string[] = [],
): RuleRow => ({
  id: 'http/status',
  when: `the status is ${status}`,
  facts: answering(status, headers),
  title,
  evidence: [`status: ${status}`, ...evidence],
  reproduce: '--resolve api.example.org:443:192.0.2.7',
  severity,
  silentWhen: 'it is 204',
  silent: answering(204),
});

/** What an address beside the first one answers. */
const beside = (address: string, status: number | null) => ({
  'http-addresses': {
    answers: [
      {
        url: 'https://api.example.org/',
        address,
        status,
        elapsedMs: 20,
        failure:
          status === null
            ? ({ kind: 'timeout', errorCode: null, message: 'no response within 5 s' } as const)
            : null,
      },
    ],
  },
});

export const rows: readonly RuleRow[] = [
  {
    id: 'http/addresses-differ',
    when: 'one address answers 502',
    facts: { ...answering(200), ...beside('192.0.2.8:443', 502) },
    title: /502 .* at 1 of 2 addresses \(192\.0\.2\.8:443\), the others say 200/,
    evidence: ['192.0.2.8:443: HTTP 502', '192.0.2.7:443: HTTP 200'],
    reproduce: '--resolve api.example.org:443:192.0.2.8',
    severity: 'error',
    silentWhen: 'both do, which is no difference',
    silent: { ...answering(502), ...beside('192.0.2.8:443', 502) },
  },
  {
    id: 'http/addresses-differ',
    when: 'IPv6 alone brings no answer',
    facts: { ...answering(200), ...beside('[2001:db8::7]:443', null) },
    title: /No answer over IPv6 at 1 of 2 addresses, while over IPv4 the others say 200/,
    reproduce: 'api.example.org:443:[2001:db8::7]',
    severity: 'error',
    silentWhen: 'the other success is another number',
    silent: { ...answering(200), ...beside('[2001:db8::7]:443', 204) },
  },
  {
    id: 'http/addresses-differ',
    when: 'one address asks to slow down',
    facts: { ...answering(200), ...beside('192.0.2.8:443', 429) },
    title: /429/,
    reproduce: 'curl',
    severity: 'notice',
    silentWhen: 'the other 4xx is another number',
    silent: { ...answering(401), ...beside('192.0.2.8:443', 403) },
  },
  {
    id: 'http/status',
    when: 'the status is 502 at both addresses',
    facts: { ...answering(502), ...beside('192.0.2.8:443', 502) },
    title: /502/,
    reproduce: 'curl',
    severity: 'fatal',
    silentWhen: 'the other address answers: http/addresses-differ tells it',
    silent: { ...answering(502), ...beside('192.0.2.8:443', 200) },
  },
  statusRow(400, 'notice', /400: it does not understand/),
  statusRow(401, 'notice', /401: it wants a login/, { 'www-authenticate': 'Bearer' }, [
    'www-authenticate: Bearer',
  ]),
  statusRow(403, 'notice', /403: it does not let this client in/),
  statusRow(404, 'notice', /404: there is nothing at this path/),
  statusRow(407, 'error', /407: a proxy wants a login/),
  statusRow(415, 'notice', /415: it wants a content type/),
  statusRow(418, 'notice', /418: it does not accept the request/),
  statusRow(421, 'error', /421: the request reached a server that does not serve this name/),
  statusRow(429, 'error', /429: too many requests/, { 'retry-after': '120' }, ['retry-after: 120']),
  statusRow(500, 'fatal', /500: the application failed/),
  statusRow(502, 'fatal', /502: the proxy got no proper answer/),
  statusRow(503, 'fatal', /503: the service is not available/),
  statusRow(504, 'fatal', /504: .* did not answer in time/),
  statusRow(521, 'fatal', /521: the origin refuses the connections of the CDN/),
  statusRow(599, 'fatal', /599: a fault on the side of the server/),
  {
    id: 'http/redirect-loop',
    when: 'a redirect leads to itself',
    facts: { http: httpFacts([redirect('https://api.example.org/')], { kind: 'redirect-loop' }) },
    title: /go in a circle after 1 step/,
    evidence: ['301 from https://api.example.org/: to https://api.example.org/'],
    reproduce: '-L --max-redirs 10',
    severity: 'fatal',
    silentWhen: 'it leads to a page',
    silent: { http: httpFacts([redirect('https://api.example.org/a'), {}]) },
  },
  {
    id: 'http/redirect-downgrade',
    when: 'https leads to http',
    facts: { http: httpFacts([redirect('http://api.example.org/'), { url: 'http://api.example.org/' }]) },
    title: /from https to plain http on api\.example\.org/,
    evidence: ['location: http://api.example.org/'],
    reproduce: 'https://api.example.org/',
    severity: 'error',
    silentWhen: 'http leads to https',
    silent: {
      http: httpFacts([redirect('https://api.example.org/', { url: 'http://api.example.org/' }), {}]),
    },
  },
  {
    id: 'http/redirect-refused',
    when: 'a redirect leads to a metadata address',
    facts: {
      http: httpFacts([redirect('http://169.254.169.254/')], {
        kind: 'redirect-refused',
        url: 'http://169.254.169.254/',
        rule: 'cloud metadata',
      }),
    },
    title: /where Notafter does not go: 169\.254\.169\.254/,
    evidence: ['rule: cloud metadata'],
    reproduce: 'https://api.example.org/',
    severity: 'warning',
    silentWhen: 'it was followed',
    silent: { http: httpFacts([redirect('https://other.example/'), {}]) },
  },
  {
    id: 'http/redirect-elsewhere',
    when: 'another host takes over',
    facts: { http: httpFacts([redirect('https://www.example.org/'), { url: 'https://www.example.org/' }]) },
    title: /to another host: www\.example\.org/,
    reproduce: 'https://api.example.org/',
    severity: 'notice',
    silentWhen: 'the host stays',
    silent: { http: httpFacts([redirect('/login'), {}]) },
  },
  {
    id: 'http/slow',
    when: 'the first byte takes over three seconds',
    facts: {
      http: httpFacts([
        {
          elapsedMs: 4200,
          phases: { queueMs: 1, connectMs: 3100, tlsMs: 20, firstByteMs: 1079, bodyMs: 2 },
        },
      ]),
    },
    title: /took 4\.2 s, most of it connecting/,
    evidence: ['TCP connect: 3.1 s', 'TLS handshake: 20 ms', 'waiting for the first byte: 1.1 s'],
    reproduce: 'time_starttransfer',
    severity: 'warning',
    silentWhen: 'it takes three',
    silent: { http: httpFacts([{ elapsedMs: 3000 }]) },
  },
  {
    id: 'http/slow',
    when: 'an application fails slowly',
    facts: { http: httpFacts([{ status: 500, elapsedMs: 4200 }]) },
    title: /took 4\.2 s/,
    reproduce: 'time_starttransfer',
    severity: 'warning',
    silentWhen: 'a proxy gives up after its own patience',
    silent: { http: httpFacts([{ status: 503, elapsedMs: 4200 }]) },
  },
  {
    id: 'http/hsts',
    when: 'the header is missing',
    facts: answering(200),
    title: /no HSTS/,
    evidence: ['strict-transport-security: not sent'],
    reproduce: 'curl',
    severity: 'notice',
    silentWhen: 'it is there',
    silent: healthyFacts,
  },
  {
    id: 'http/hsts',
    when: 'it switches itself off',
    facts: answering(200, { 'strict-transport-security': 'max-age=0' }),
    title: /tells browsers nothing/,
    evidence: ['max-age=0'],
    reproduce: 'curl',
    severity: 'notice',
    silentWhen: 'the answer is an error',
    silent: answering(503),
  },
  {
    id: 'http/hsts',
    when: 'a name is asked',
    facts: answering(200),
    title: /no HSTS/,
    reproduce: 'curl',
    severity: 'notice',
    silentWhen: 'the scheme is http',
    silent: { http: httpFacts([{ url: 'http://api.example.org/', headers: {} }]) },
  },
  {
    id: 'http/clock-skew',
    when: 'their clock is ahead',
    facts: dated(10),
    title: /10 minutes ahead of the clock here/,
    evidence: ['clock here: Tue 24 Nov 2026, 12:00 UTC'],
    reproduce: 'curl',
    severity: 'warning',
    silentWhen: 'they differ by five minutes',
    silent: dated(5),
  },
  {
    id: 'http/clock-skew',
    when: 'their clock is behind',
    facts: dated(-60),
    title: /behind the clock here/,
    reproduce: 'curl',
    severity: 'warning',
    silentWhen: 'an old answer comes from a cache',
    silent: dated(-60, { 'x-cache': 'HIT' }),
  },
  {
    id: 'http/clock-skew',
    when: 'their clock is ahead, cache or not',
    facts: dated(10, { via: '1.1 cache' }),
    title: /ahead of/,
    reproduce: 'curl',
    severity: 'warning',
    silentWhen: 'there is no Date header',
    silent: answering(200),
  },
  {
    id: 'http/status',
    when: 'a client certificate was asked for as well',
    facts: {
      http: httpFacts([{ status: 403, headers: {} }]),
      tls: tlsFacts({
        [ip]: completed({ clientCertificate: { requested: true, authorities: [], rejectedWith: null } }),
      }),
    },
    title: /403/,
    evidence: ['client certificate: asked for, none given'],
    reproduce: 'curl',
    severity: 'notice',
    silentWhen: 'a 400 says that one is wanted',
    silent: {
      http: httpFacts([{ status: 400, headers: {}, errorText: 'No required SSL certificate was sent' }]),
      tls: tlsFacts({
        [ip]: completed({ clientCertificate: { requested: true, authorities: [], rejectedWith: null } }),
      }),
    },
  },
];
