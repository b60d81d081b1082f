import { defineCheck } from '../../core/check.ts';
import { grpcProbe } from '../../probes/grpc.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { curlHealth } from '../commands/curl-grpc.ts';
import { callEvidence } from '../reading/above/grpc-words.ts';
import { failureEvidence } from '../reading/http/end.ts';
import { clientCertificateRejected } from '../reading/tls/failures.ts';

export const grpcNoAnswer = defineCheck({
  id: 'grpc/no-answer',
  severity: 'fatal',
  blame: 'target',
  title: 'The gRPC call gets no answer',
  explanation:
    'The server is reached, and the health call ends in silence, a closed connection or a reset. Clients wait until their deadline and report DEADLINE_EXCEEDED or UNAVAILABLE.',
  fix: 'Check that the port is the one of gRPC, and that grpc:// and grpcs:// are not swapped. A server that accepts and stays silent has its threads or event loop taken: look at what it is waiting for.',
  citation: 'RFC 9113 §3.4',
  reads: { grpc: grpcProbe },
  mayRead: { tls: tlsProbe },
  judge({ grpc, tls }, { target }) {
    const { answer } = grpc;
    if (answer.kind !== 'no-answer' && answer.kind !== 'not-connected') return [];
    if (answer.kind === 'not-connected' && answer.noSharedProtocol) return [];
    if (answer.failure.kind === 'aborted' || clientCertificateRejected(tls)) return [];
    const { kind } = answer.failure;
    return [
      {
        title:
          answer.kind === 'not-connected'
            ? 'For the gRPC call the server accepts no connection'
            : kind === 'timeout'
              ? 'The server takes the gRPC call and does not answer'
              : 'The server hangs up on the gRPC call',
        evidence: [...callEvidence(grpc), ...failureEvidence(answer.failure)],
        reproduce: curlHealth(target, grpc.address),
      },
    ];
  },
});
