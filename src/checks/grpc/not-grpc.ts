import { defineCheck } from '../../core/check.ts';
import type { Severity } from '../../core/finding.ts';
import { grpcProbe } from '../../probes/grpc.ts';
import { curlHealth } from '../commands/curl-grpc.ts';
import { callEvidence } from '../reading/above/grpc-words.ts';
import { evidence } from '../reading/evidence.ts';

export const grpcNotGrpc = defineCheck({
  id: 'grpc/not-grpc',
  severity: 'fatal',
  blame: 'target',
  title: 'What answers the call speaks HTTP/2 and no gRPC',
  explanation:
    'The answer has neither grpc-status nor the content type application/grpc: it comes from a web server or proxy, not from the gRPC server. Clients make a status of their own from the HTTP one (502 to 504 become UNAVAILABLE, 404 UNIMPLEMENTED) and report it as if the server had sent it.',
  fix: 'Look at the proxy in front: its route for gRPC is missing, or it speaks HTTP/1.1 to the server behind it. nginx wants grpc_pass grpc://...; AWS ALB a target group of protocol version gRPC; Envoy http2_protocol_options on the cluster. A 415 says that a web application got the call.',
  citation: 'RFC 9110 §15',
  reads: { grpc: grpcProbe },
  judge({ grpc }, { target }) {
    const { answer } = grpc;
    if (answer.kind !== 'not-grpc') return [];
    const { status, headers } = answer;
    const told = ['content-type', 'server', 'via', 'www-authenticate', 'location', 'retry-after'];
    return [
      {
        severity: severityOf(status),
        title: titleOf(status),
        evidence: [
          ...callEvidence(grpc),
          evidence('HTTP status', String(status)),
          ...told.flatMap((name) => {
            const value = headers[name];
            return value === undefined ? [] : [evidence(name, value)];
          }),
        ],
        reproduce: curlHealth(target, grpc.address),
      },
    ];
  },
});

function severityOf(status: number): Severity {
  if (status === 401 || status === 403) return 'notice';
  return status === 429 ? 'error' : 'fatal';
}

function titleOf(status: number): string {
  switch (status) {
    case 401:
    case 403:
      return `Something in front of the gRPC server wants a login (HTTP ${status})`;
    case 415:
      return 'A web application answers the gRPC call: it does not take application/grpc (HTTP 415)';
    case 429:
      return 'Something in front of the gRPC server says there are too many calls (HTTP 429)';
    case 502:
    case 503:
    case 504:
      return `A proxy answers that the gRPC server behind it is not there (HTTP ${status})`;
    default:
      return `What answers the call speaks HTTP/2 and no gRPC (HTTP ${status})`;
  }
}
