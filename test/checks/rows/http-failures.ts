import type { HttpFailure, HttpHop } from '../../../src/probes/http.ts';
import type { RuleRow } from '../../support/facts/judging.ts';
import { completed, healthyFacts, httpFacts, ip, tlsFacts } from '../../support/facts/probe-facts.ts';

const unanswered: Partial<HttpHop> = { status: null, headers: {}, bodyBytes: 0, bodyComplete: false };
const failure = (
  kind: HttpFailure['kind'],
  message: string,
  errorCode: string | null = null,
): HttpFailure => ({
  kind,
  errorCode,
  message,
});
const ended = (found: HttpFailure, ...before: readonly Partial<HttpHop>[]) => ({
  http: httpFacts([...before, unanswered], { kind: 'failed', failure: found }),
});
const toOther: Partial<HttpHop> = { status: 302, headers: { location: 'https://other.example/' } };
const rejected = tlsFacts({
  [ip]: completed({
    clientCertificate: {
      requested: true,
      authorities: [],
      rejectedWith: { number: 116, name: 'certificate_required' },
    },
  }),
});
const pinned = 'curl -sv -o /dev/null -m 10 --resolve api.example.org:443:192.0.2.7 https://api.example.org/';

export const rows: readonly RuleRow[] = [
  {
    id: 'http/timeout',
    when: 'no response comes',
    facts: ended(failure('timeout', 'no response within 5000 ms')),
    title: /takes the request and does not answer/,
    evidence: ['what happened: no response within 5000 ms'],
    reproduce: '-m 10 --resolve',
    severity: 'fatal',
    silentWhen: 'the run ended first',
    silent: ended(failure('aborted', 'aborted')),
  },
  {
    id: 'http/empty-reply',
    when: 'the connection is closed without a byte',
    facts: ended(failure('empty-reply', 'the connection was closed without a byte of a response')),
    title: /answered with nothing/,
    reproduce: pinned,
    severity: 'fatal',
    silentWhen: 'it was closed for want of a client certificate',
    silent: { ...ended(failure('empty-reply', 'closed')), tls: rejected },
  },
  {
    id: 'http/reset',
    when: 'the connection is reset',
    facts: ended(failure('reset', 'the connection was reset', 'ECONNRESET'), toOther),
    title: /The connection to the server a redirect leads to is reset/,
    evidence: ['code: ECONNRESET', '302 from https://api.example.org/: to https://other.example/'],
    reproduce: 'curl',
    severity: 'fatal',
    silentWhen: 'a response comes',
    silent: healthyFacts,
  },
  {
    id: 'http/protocol-error',
    when: 'the answer is not HTTP',
    facts: ended(failure('protocol-error', 'Parse Error: Expected HTTP/', 'HPE_INVALID_CONSTANT')),
    title: /What the server answers is not proper HTTP/,
    evidence: ['HPE_INVALID_CONSTANT'],
    reproduce: pinned,
    severity: 'fatal',
    silentWhen: 'nothing is answered',
    silent: ended(failure('empty-reply', 'closed')),
  },
  {
    id: 'http/connection-failed',
    when: 'a redirect leads to a name without address',
    facts: {
      http: httpFacts([toOther], {
        kind: 'failed',
        failure: failure('resolve', 'other.example has no address'),
      }),
    },
    title: /A redirect leads to a server that has no address/,
    evidence: ['URL: https://other.example/'],
    reproduce: pinned,
    severity: 'error',
    silentWhen: 'it leads to a server that answers',
    silent: { http: httpFacts([toOther, { url: 'https://other.example/' }]) },
  },
  {
    id: 'http/connection-failed',
    when: 'the target does not accept again',
    facts: ended(failure('connect', 'no TCP connection within 5000 ms')),
    title: /For the request, the server accepts no connection/,
    reproduce: pinned,
    severity: 'fatal',
    silentWhen: 'it times out',
    silent: ended(failure('timeout', 'no response')),
  },
  {
    id: 'http/body-incomplete',
    when: 'the body breaks off',
    facts: {
      http: httpFacts([
        {
          headers: { 'content-length': '1000' },
          bodyBytes: 400,
          bodyComplete: false,
          bodyFailure: failure('protocol-error', 'closed in the middle of the body', 'UND_ERR_SOCKET'),
        },
      ]),
    },
    title: /breaks off after 400 bytes/,
    evidence: ['announced: 1000 bytes'],
    reproduce: pinned,
    severity: 'error',
    silentWhen: 'we stopped reading a long one',
    silent: { http: httpFacts([{ bodyBytes: 262_144, bodyComplete: false }]) },
  },
];
