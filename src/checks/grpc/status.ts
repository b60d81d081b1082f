import { defineCheck } from '../../core/check.ts';
import type { Severity } from '../../core/finding.ts';
import type { GrpcStatusName } from '../../net/grpc/status.ts';
import { grpcProbe, statusOf } from '../../probes/grpc.ts';
import { curlHealth } from '../commands/curl-grpc.ts';
import { callEvidence } from '../reading/above/grpc-words.ts';
import { evidence } from '../reading/evidence.ts';

export const grpcStatus = defineCheck({
  id: 'grpc/status',
  severity: 'error',
  blame: 'target',
  title: 'The gRPC server answers the health check with an error',
  explanation:
    'The call reaches something that speaks gRPC and comes back with a status that is not OK. Some of them a proxy makes by itself when the server behind it is gone (UNAVAILABLE), others mean that the server is alive and wants a login.',
  fix: 'Read the log of the server, or of the proxy in front of it, for /grpc.health.v1.Health/Check at this moment. The message of the answer usually says which of the two it was.',
  citation: 'RFC 9113 §8.1',
  reads: { grpc: grpcProbe },
  judge({ grpc }, { target }) {
    const name = statusOf(grpc);
    const said = name === null ? null : words[name];
    if (said === null || grpc.answer.kind !== 'status') return [];
    const { code, message } = grpc.answer;
    return [
      {
        severity: said.severity,
        title: `The gRPC server answers ${name}: ${said.means}`,
        evidence: [
          ...callEvidence(grpc),
          evidence('grpc-status', `${code} (${name})`),
          ...(message === '' ? [] : [evidence('message', message)]),
        ],
        ...(said.severity === 'notice'
          ? { explanation: alive, fix: 'Nothing: clients that log in are served.' }
          : {}),
        reproduce: curlHealth(target, grpc.address),
      },
    ];
  },
});

const alive =
  'The server or a proxy in front of it answers and wants credentials before it tells its health. It is alive; whether it serves cannot be seen without a login.';

type Said = { readonly severity: Severity; readonly means: string };

/** Null: told by a rule of its own, or no error. */
const words: Readonly<Record<GrpcStatusName, Said | null>> = {
  OK: null,
  NOT_FOUND: null,
  UNIMPLEMENTED: null,
  UNAUTHENTICATED: { severity: 'notice', means: 'it is alive and wants a login' },
  PERMISSION_DENIED: { severity: 'notice', means: 'it is alive and does not let us ask' },
  UNAVAILABLE: { severity: 'fatal', means: 'nobody serves calls now' },
  DEADLINE_EXCEEDED: { severity: 'fatal', means: 'it did not manage to answer in time' },
  RESOURCE_EXHAUSTED: { severity: 'error', means: 'a limit is reached' },
  CANCELLED: { severity: 'error', means: 'the call was given up' },
  UNKNOWN: { severity: 'error', means: 'an error it has no name for' },
  INVALID_ARGUMENT: { severity: 'error', means: 'it takes the question for a wrong one' },
  ALREADY_EXISTS: { severity: 'error', means: 'an answer that fits no health check' },
  FAILED_PRECONDITION: { severity: 'error', means: 'it is not in a state to answer' },
  ABORTED: { severity: 'error', means: 'the call was aborted' },
  OUT_OF_RANGE: { severity: 'error', means: 'an answer that fits no health check' },
  INTERNAL: { severity: 'error', means: 'something in it is broken' },
  DATA_LOSS: { severity: 'error', means: 'data is lost or damaged' },
};
