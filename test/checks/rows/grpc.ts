import { parseTarget } from '../../../src/core/target.ts';
import type { GrpcFacts } from '../../../src/probes/grpc.ts';
import { host } from '../../support/facts/certificate-facts.ts';
import type { RuleRow } from '../../support/facts/judging.ts';
import { ip } from '../../support/facts/probe-facts.ts';

const target = parseTarget(`grpcs://${host}/payments.v1.Payments`);

function seen(answer: GrpcFacts['answer'], changes: Partial<GrpcFacts> = {}) {
  const base = { address: `${ip}:443`, service: 'payments.v1.Payments', alpn: 'h2', elapsedMs: 9 };
  return { grpc: { ...base, answer, ...changes } };
}

const sound = seen({ kind: 'health', serving: 'SERVING' });
const status = (code: number, message = ''): GrpcFacts['answer'] => ({ kind: 'status', code, message });
const page = (code: number): GrpcFacts['answer'] => ({
  kind: 'not-grpc',
  status: code,
  headers: { server: 'nginx' },
});
const failure = (kind: 'timeout' | 'aborted' | 'tls') =>
  ({ kind, errorCode: null, message: 'it ended' }) as const;

const curl = `printf '\\0\\0\\0\\0\\0' | curl -sv -o /dev/null --http2`;
const grpcurl = `grpcurl -authority ${host} -d '{"service":"payments.v1.Payments"}' -proto /dev/stdin ${ip}:443`;

type Row = Omit<RuleRow, 'target' | 'silentWhen' | 'silent'> &
  Partial<Pick<RuleRow, 'silentWhen' | 'silent'>>;

const written: readonly Row[] = [
  {
    id: 'grpc/not-serving',
    when: 'the service says so',
    facts: seen({ kind: 'health', serving: 'NOT_SERVING' }),
    title: /payments\.v1\.Payments does not serve/,
    evidence: ['serving status: NOT_SERVING'],
    reproduce: grpcurl,
    severity: 'fatal',
  },
  {
    id: 'grpc/not-serving',
    when: 'nobody has set it',
    facts: seen({ kind: 'health', serving: 'UNKNOWN' }),
    title: /does not know whether/,
    reproduce: grpcurl,
    severity: 'error',
  },
  {
    id: 'grpc/service-unknown',
    when: 'the name is not registered',
    facts: seen(status(5, 'unknown service')),
    title: /does not know payments/,
    evidence: ['message: unknown service'],
    reproduce: grpcurl,
    severity: 'error',
  },
  {
    id: 'grpc/service-unknown',
    when: 'only parts are registered',
    facts: seen(status(5), { service: '' }),
    title: /no status for the server as a whole/,
    reproduce: 'grpcurl',
    severity: 'notice',
  },
  {
    id: 'grpc/unimplemented',
    when: 'there is no health service',
    facts: seen(status(12)),
    title: /is up and has no health service/,
    reproduce: curl,
    severity: 'notice',
  },
  {
    id: 'grpc/status',
    when: 'nobody is behind the proxy',
    facts: seen(status(14, 'no healthy upstream')),
    title: /UNAVAILABLE: nobody serves/,
    evidence: ['message: no healthy upstream', 'grpc-status: 14'],
    reproduce: curl,
    severity: 'fatal',
    silentWhen: 'the service is unknown, which a rule of its own tells',
    silent: seen(status(5)),
  },
  {
    id: 'grpc/status',
    when: 'a login is wanted',
    facts: seen(status(16)),
    title: /alive and wants a login/,
    reproduce: curl,
    severity: 'notice',
  },
  {
    id: 'grpc/not-http2',
    when: 'HTTP/1.1 answers',
    facts: seen({ kind: 'not-http2', voice: 'http1', firstBytes: Buffer.from('HTTP/1.1 400') }),
    title: /speaks HTTP\/1\.1/,
    evidence: ['first bytes: HTTP/1.1 400'],
    reproduce: `--http1.1 --max-time 5 --resolve ${host}:443:${ip} https://${host}:443/`,
    severity: 'fatal',
  },
  {
    id: 'grpc/not-http2',
    when: 'h2 is refused in the handshake',
    facts: seen({ kind: 'not-connected', failure: failure('tls'), noSharedProtocol: true }),
    title: /refuses HTTP\/2 in the TLS handshake/,
    reproduce: '-alpn h2',
    severity: 'fatal',
    silentWhen: 'the handshake fails for another reason',
    silent: seen({ kind: 'not-connected', failure: failure('tls'), noSharedProtocol: false }),
  },
  {
    id: 'grpc/not-grpc',
    when: 'a proxy answers 502',
    facts: seen(page(502)),
    title: /behind it is not there/,
    evidence: ['HTTP status: 502', 'server: nginx'],
    reproduce: curl,
    severity: 'fatal',
  },
  {
    id: 'grpc/not-grpc',
    when: 'a login page answers',
    facts: seen(page(401)),
    title: /wants a login/,
    reproduce: curl,
    severity: 'notice',
  },
  {
    id: 'grpc/bad-answer',
    when: 'the stream is reset',
    facts: seen({ kind: 'ended-by-server', frame: 'RST_STREAM', code: 'REFUSED_STREAM' }),
    title: /ends the call instead of answering it \(REFUSED_STREAM\)/,
    reproduce: curl,
    severity: 'fatal',
    silentWhen: 'it wants HTTP/1.1',
    silent: seen({ kind: 'ended-by-server', frame: 'RST_STREAM', code: 'HTTP_1_1_REQUIRED' }),
  },
  {
    id: 'grpc/no-answer',
    when: 'nothing comes',
    facts: seen({ kind: 'no-answer', failure: failure('timeout') }),
    title: /does not answer/,
    reproduce: curl,
    severity: 'fatal',
    silentWhen: 'the run ended first',
    silent: seen({ kind: 'no-answer', failure: failure('aborted') }),
  },
  {
    id: 'grpc/no-alpn',
    when: 'no protocol is chosen',
    facts: seen({ kind: 'health', serving: 'SERVING' }, { alpn: null }),
    title: /does not choose h2/,
    reproduce: '-alpn h2',
    severity: 'error',
    silentWhen: 'what answers is not HTTP/2',
    silent: seen({ kind: 'not-http2', voice: 'http1', firstBytes: Buffer.alloc(0) }, { alpn: null }),
  },
  {
    id: 'grpc/no-alpn',
    when: 'no protocol is chosen, and the call ends with a status',
    facts: seen(status(16), { alpn: null }),
    title: /does not choose h2/,
    reproduce: '-alpn h2',
    severity: 'error',
    silentWhen: 'a web server answers, which has no gRPC to speak of',
    silent: seen(page(404), { alpn: null }),
  },
];

export const rows: readonly RuleRow[] = written.map((row) => ({
  silentWhen: 'it serves',
  silent: sound,
  ...row,
  target,
}));
