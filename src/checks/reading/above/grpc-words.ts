import type { Evidence } from '../../../core/finding.ts';
import type { GrpcFacts } from '../../../probes/grpc.ts';
import { evidence } from '../evidence.ts';

/** What every finding about gRPC shows first. */
export function callEvidence({ address, service }: GrpcFacts): readonly Evidence[] {
  return [
    evidence('address', address),
    evidence('service', service === '' ? 'the server as a whole' : service),
  ];
}

/** "payments.v1.Payments" or "the server", for titles. */
export function serviceName({ service }: GrpcFacts): string {
  return service === '' ? 'the server' : service.slice(0, 80);
}
