import { defineCheck } from '../../core/check.ts';
import { grpcProbe } from '../../probes/grpc.ts';
import { grpcurlHealth } from '../commands/grpcurl.ts';
import { callEvidence, serviceName } from '../reading/above/grpc-words.ts';
import { evidence } from '../reading/evidence.ts';

export const grpcNotServing = defineCheck({
  id: 'grpc/not-serving',
  severity: 'fatal',
  blame: 'target',
  title: 'The health service says that the server does not serve',
  explanation:
    'The server answers, and by its own word it does not serve now: load balancers and Kubernetes take it out of rotation, and clients with health checking do not call it. It may be starting, shutting down, or missing something it depends on.',
  fix: 'Look at what sets the health status in the application: usually the check of a database or another service behind it. A server that is shutting down says so too; then look why no other one has taken over.',
  citation: 'gRPC health-checking',
  reads: { grpc: grpcProbe },
  judge({ grpc }, { target }) {
    const { answer } = grpc;
    if (answer.kind !== 'health' || answer.serving === 'SERVING' || answer.serving === 'SERVICE_UNKNOWN')
      return [];
    const isUnknown = answer.serving === 'UNKNOWN';
    return [
      {
        ...(isUnknown ? { severity: 'error' } : {}),
        title: isUnknown
          ? `The health service does not know whether ${serviceName(grpc)} serves`
          : `The health service says that ${serviceName(grpc)} does not serve (NOT_SERVING)`,
        evidence: [...callEvidence(grpc), evidence('serving status', answer.serving)],
        reproduce: grpcurlHealth(target, grpc.address, grpc.service),
      },
    ];
  },
});
