import { defineCheck } from '../../core/check.ts';
import type { Observation } from '../../core/finding.ts';
import { hostPort, type Target } from '../../core/target.ts';
import { type GrpcFacts, grpcProbe } from '../../probes/grpc.ts';
import { curlPinned } from '../commands/curl.ts';
import { curlHealth } from '../commands/curl-grpc.ts';
import { opensslClient } from '../commands/openssl.ts';
import { callEvidence } from '../reading/above/grpc-words.ts';
import { evidence, printable } from '../reading/evidence.ts';

export const grpcNotHttp2 = defineCheck({
  id: 'grpc/not-http2',
  severity: 'fatal',
  blame: 'target',
  title: 'The port does not speak HTTP/2, which gRPC needs',
  explanation:
    'gRPC is HTTP/2 from the first byte. What answers here is HTTP/1.1 or another protocol: usually a web server or proxy in front that ends HTTP/2 or never had it, or the port of another service. No gRPC client gets through.',
  fix: 'Switch HTTP/2 on all the way. nginx: http2 on; and grpc_pass, not proxy_pass. HAProxy: alpn h2 on bind and proto h2 on server. AWS ALB: protocol version gRPC of the target group. Envoy: http2_protocol_options. In the clear the server must take HTTP/2 without upgrade (h2c with prior knowledge).',
  citation: 'RFC 9113 §3.4',
  reads: { grpc: grpcProbe },
  judge({ grpc }, { target }) {
    const seen = trouble(grpc);
    if (seen === null) return [];
    const reproduce = commandFor(grpc, target);
    return [{ ...seen, evidence: [...callEvidence(grpc), ...seen.evidence], reproduce }];
  },
});

/** What shows which protocol it is instead. */
function commandFor({ answer, address }: GrpcFacts, target: Target): string | null {
  const isTls = answer.kind === 'not-http2' && answer.voice === 'tls';
  if (isTls || answer.kind === 'not-connected') return opensslClient(target, address, '-alpn h2');
  if (answer.kind === 'ended-by-server') return curlHealth(target, address);
  const scheme = target.scheme === 'grpcs' ? 'https' : 'http';
  return curlPinned(`${scheme}://${hostPort(target.host, target.port)}/`, address, '--http1.1 --max-time 5');
}

function trouble({ answer }: GrpcFacts): Observation | null {
  if (answer.kind === 'not-connected' && answer.noSharedProtocol) {
    return {
      title: 'The server refuses HTTP/2 in the TLS handshake (ALPN)',
      evidence: [evidence('alert', 'no_application_protocol (120) to an offer of h2')],
    };
  }
  if (answer.kind === 'ended-by-server' && answer.code === 'HTTP_1_1_REQUIRED') {
    return {
      title: 'The server sends HTTP/2 away and wants HTTP/1.1',
      evidence: [evidence('answer', `${answer.frame} ${answer.code}`)],
    };
  }
  if (answer.kind !== 'not-http2') return null;
  return {
    title: titles[answer.voice],
    evidence: [evidence('first bytes', printable(answer.firstBytes))],
  };
}

const titles = {
  http1: 'The port speaks HTTP/1.1, and gRPC needs HTTP/2',
  tls: 'The port speaks TLS: it is grpcs://, not grpc://',
  unknown: 'The port speaks something else than HTTP/2',
} as const;
