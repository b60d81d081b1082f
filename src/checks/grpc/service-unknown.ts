import { defineCheck } from '../../core/check.ts';
import { grpcProbe, statusOf } from '../../probes/grpc.ts';
import { grpcurlHealth } from '../commands/grpcurl.ts';
import { callEvidence, serviceName } from '../reading/above/grpc-words.ts';
import { evidence } from '../reading/evidence.ts';

export const grpcServiceUnknown = defineCheck({
  id: 'grpc/service-unknown',
  severity: 'error',
  blame: 'target',
  title: 'The health service does not know the service asked about',
  explanation:
    'The server is up and has a health service, which has never heard of this name. Either the name is written in another way than it is registered (it is the full one, package included), or the service is not part of this server. Health checks for it fail.',
  fix: 'Ask for the full name, package.Service, as in the .proto file; grpcurl ADDRESS list shows those there are. In the server, set the status for that name beside the empty one when it starts.',
  citation: 'gRPC health-checking',
  reads: { grpc: grpcProbe },
  judge({ grpc }, { target }) {
    const { answer, service } = grpc;
    const isUnknown =
      (answer.kind === 'health' && answer.serving === 'SERVICE_UNKNOWN') || statusOf(grpc) === 'NOT_FOUND';
    if (!isUnknown) return [];
    const said = answer.kind === 'status' ? answer.message : '';
    return [
      {
        // It answers and serves something: nobody has set the status of the whole.
        ...(service === ''
          ? { severity: 'notice', title: 'The health service has no status for the server as a whole' }
          : { title: `The health service does not know ${serviceName(grpc)}` }),
        evidence: [
          ...callEvidence(grpc),
          evidence('answer', answer.kind === 'health' ? answer.serving : 'NOT_FOUND'),
          ...(said === '' ? [] : [evidence('message', said)]),
        ],
        reproduce: grpcurlHealth(target, grpc.address, service),
      },
    ];
  },
});
