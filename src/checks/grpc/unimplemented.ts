import { defineCheck } from '../../core/check.ts';
import { grpcProbe, statusOf } from '../../probes/grpc.ts';
import { curlHealth } from '../commands/curl-grpc.ts';
import { callEvidence } from '../reading/above/grpc-words.ts';
import { evidence } from '../reading/evidence.ts';

export const grpcUnimplemented = defineCheck({
  id: 'grpc/unimplemented',
  severity: 'notice',
  blame: 'target',
  title: 'The gRPC server is up and has no health service',
  explanation:
    'The server answers gRPC and does not implement grpc.health.v1.Health. It may serve everything it should; nobody can ask it, and health checks of load balancers and Kubernetes that use gRPC count it as down.',
  fix: 'Register the standard health service: grpc-go google.golang.org/grpc/health, Java HealthStatusManager, Python grpcio-health-checking, Node grpc-health-check. If one is there, look whether a proxy routes /grpc.health.v1.Health elsewhere.',
  citation: 'gRPC health-checking',
  reads: { grpc: grpcProbe },
  judge({ grpc }, { target }) {
    if (statusOf(grpc) !== 'UNIMPLEMENTED' || grpc.answer.kind !== 'status') return [];
    const { message } = grpc.answer;
    return [
      {
        evidence: [
          ...callEvidence(grpc),
          evidence('grpc-status', '12 (UNIMPLEMENTED)'),
          ...(message === '' ? [] : [evidence('message', message)]),
        ],
        reproduce: curlHealth(target, grpc.address),
      },
    ];
  },
});
