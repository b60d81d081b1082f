import type { Target } from '../../core/target.ts';
import { shellWord } from '../../core/text/shell.ts';

/** What grpcurl must know of health.proto: without it the server would have to tell by reflection. */
const proto = [
  'syntax="proto3";package grpc.health.v1;message HealthCheckRequest{string service=1;}',
  'message HealthCheckResponse{enum S{UNKNOWN=0;SERVING=1;NOT_SERVING=2;SERVICE_UNKNOWN=3;}S status=1;}',
  'service Health{rpc Check(HealthCheckRequest)returns(HealthCheckResponse);}',
].join('');

/** Asks the health service at `address` (`ip:port`). */
export function grpcurlHealth(target: Target, address: string, service: string): string {
  const way = target.scheme === 'grpcs' ? [] : ['-plaintext'];
  const authority = target.hostKind === 'name' ? ['-authority', shellWord(target.host)] : [];
  const data = service === '' ? [] : ['-d', shellWord(JSON.stringify({ service }))];
  const call = ['-proto /dev/stdin', shellWord(address), 'grpc.health.v1.Health/Check'];
  return ['grpcurl', ...way, ...authority, ...data, ...call, '<<<', shellWord(proto)].join(' ');
}
