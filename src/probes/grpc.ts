import { deadEnd, learned, type ProbeOutcome } from '../core/probe.ts';
import { schemeFacts } from '../core/target/schemes.ts';
import { hostPort, speaksTls, type Target } from '../core/target.ts';
import { checkHealth, type HealthAnswer } from '../net/grpc/check-health.ts';
import { type GrpcStatusName, grpcStatusName } from '../net/grpc/status.ts';
import { chainProbe } from './chain.ts';
import { addressForRequest } from './http.ts';
import { contextForTarget, defineProbe } from './probe.ts';
import { tcpProbe } from './tcp.ts';

/** What the health service says, or why it cannot be asked. */
export type GrpcFacts = {
  /** `ip:port` it was asked at. */
  readonly address: string;
  /** "": the server as a whole. */
  readonly service: string;
  /** Null without TLS, and where the server chose none. */
  readonly alpn: string | null;
  readonly elapsedMs: number;
  readonly answer: HealthAnswer;
};

const callMs = 5000;

export const grpcProbe = defineProbe({
  name: 'grpc',
  layer: 'application',
  rung: { label: 'gRPC', covers: ['application'], always: true },
  needs: { tcp: tcpProbe },
  mayNeed: { chain: chainProbe },
  deadlineMs: 6000,
  notApplicable(target) {
    return schemeFacts(target.scheme).above === 'grpc' ? null : `${target.scheme}:// is not gRPC`;
  },
  describe({ answer, service }: GrpcFacts) {
    const named = service === '' ? '' : `${service.slice(0, 60)}: `;
    return `${named}${answerText(answer)}`;
  },
  async run(
    target,
    { tcp, chain },
    { network, trust, client, signal, budgetMs, now },
  ): Promise<ProbeOutcome<GrpcFacts>> {
    const address = addressForRequest(tcp, chain, now());
    if (address === null) return deadEnd('no-address', 'no address is fit for a call', 'target');
    const service = serviceOf(target);
    const outcome = await checkHealth(address, network, {
      tls: speaksTls(target)
        ? {
            serverName: target.hostKind === 'name' ? target.host : null,
            secureContext: contextForTarget({ client, trust }),
          }
        : null,
      authority: hostPort(target.host, target.port),
      service,
      timeoutMs: budgetMs(callMs),
      signal,
    });
    const facts: GrpcFacts = { ...outcome, address: hostPort(address.ip, address.port), service };
    const { answer } = facts;
    if (answer.kind !== 'no-answer' && answer.kind !== 'not-connected') return learned(facts);
    return deadEnd(answer.failure.kind, answer.failure.message, 'target', facts);
  },
});

/** The path of the target names the service: grpcs://host/payments.v1.Payments. */
export function serviceOf({ path }: Target): string {
  const first = (/^\/([^/?]*)/.exec(path)?.[1] ?? '').replaceAll(/%(?![0-9a-f]{2})/gi, '%25');
  try {
    return decodeURIComponent(first);
  } catch {
    return first;
  }
}

function answerText(answer: HealthAnswer): string {
  switch (answer.kind) {
    case 'health':
      return answer.serving;
    case 'status':
      return grpcStatusName(answer.code);
    case 'bad-message':
      return answer.problem;
    case 'not-grpc':
      return `HTTP ${answer.status}, no gRPC`;
    case 'ended-by-server':
      return `${answer.frame} ${answer.code}`;
    case 'not-http2':
      return 'not HTTP/2';
    case 'not-connected':
    case 'no-answer':
      return answer.failure.message;
  }
}

/** The name of a gRPC status that is not OK; null where the answer is something else. */
export function statusOf({ answer }: GrpcFacts): GrpcStatusName | null {
  return answer.kind === 'status' ? grpcStatusName(answer.code) : null;
}
