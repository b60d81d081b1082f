import { defineCheck } from '../../core/check.ts';
import type { Observation } from '../../core/finding.ts';
import { type GrpcFacts, grpcProbe } from '../../probes/grpc.ts';
import { curlHealth } from '../commands/curl-grpc.ts';
import { callEvidence } from '../reading/above/grpc-words.ts';
import { evidence } from '../reading/evidence.ts';

export const grpcBadAnswer = defineCheck({
  id: 'grpc/bad-answer',
  severity: 'fatal',
  blame: 'target',
  title: 'The answer to the gRPC call breaks the protocol',
  explanation:
    'The call is answered over HTTP/2, and the answer is not whole: its status or its message is missing or cannot be read, or the server ends the stream or the connection instead. Clients report INTERNAL, UNAVAILABLE or UNKNOWN.',
  fix: 'Trailers carry the status: a proxy that drops them breaks every call (nginx with proxy_pass does, grpc_pass does not; some CDNs do). If the stream is reset, read the log of the server for the reason, and look at limits of streams and of header sizes.',
  citation: 'RFC 9113 §8.1',
  reads: { grpc: grpcProbe },
  judge({ grpc }, { target }) {
    const seen = trouble(grpc);
    if (seen === null) return [];
    const reproduce = curlHealth(target, grpc.address);
    return [{ ...seen, evidence: [...callEvidence(grpc), ...seen.evidence], reproduce }];
  },
});

function trouble({ answer }: GrpcFacts): Observation | null {
  if (answer.kind === 'bad-message') {
    return {
      title: `The answer to the gRPC call breaks the protocol: ${answer.problem}`,
      evidence: [evidence('what is wrong', answer.problem)],
    };
  }
  if (answer.kind !== 'ended-by-server' || answer.code === 'HTTP_1_1_REQUIRED') return null;
  const what = answer.frame === 'GOAWAY' ? 'the connection' : 'the call';
  return {
    title: `The server ends ${what} instead of answering it (${answer.code})`,
    evidence: [evidence('frame', `${answer.frame} ${answer.code}`)],
  };
}
