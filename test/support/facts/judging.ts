import { checks } from '../../../src/checks/index.ts';
import type { Finding, FindingId } from '../../../src/core/finding.ts';
import type { Layer } from '../../../src/core/layer.ts';
import type { ProbeResult } from '../../../src/core/probe.ts';
import { parseTarget, type Target } from '../../../src/core/target.ts';
import { host, now } from './certificate-facts.ts';
import type { AllFacts } from './probe-facts.ts';

const layers: Readonly<Record<keyof AllFacts, Layer>> = {
  dns: 'dns',
  authorities: 'dns',
  dnssec: 'dns',
  caa: 'dns',
  resolvers: 'dns',
  'validation-records': 'dns',
  'service-binding': 'dns',
  reach: 'target',
  tcp: 'tcp',
  tls: 'tls',
  'tls-scan': 'tls',
  chain: 'chain',
  revocation: 'revocation',
  ari: 'certificate',
  transparency: 'certificate',
  http: 'http',
  websocket: 'application',
  http2: 'http',
  quic: 'http',
  'http-addresses': 'http',
  grpc: 'application',
  oauth: 'application',
};

export const usualTarget = parseTarget(`https://${host}`);

/** What all rules say of these facts; a part left out is a probe that was not run. */
export function judge(facts: AllFacts, target: Target = usualTarget): readonly Finding[] {
  const results = new Map<string, ProbeResult>();
  for (const [probe, layer] of Object.entries(layers)) {
    const seen = facts[probe as keyof AllFacts];
    if (seen !== undefined) results.set(probe, { probe, layer, status: 'ok', elapsedMs: 1, facts: seen });
  }
  return checks.flatMap((check) => check.apply(results, { target, now }));
}

export function idsOf(findings: readonly Finding[]): readonly FindingId[] {
  return findings.map(({ id }) => id);
}

/** One rule shown twice: facts it tells about, and near ones it says nothing about. */
export type RuleRow = {
  readonly id: FindingId;
  readonly when: string;
  readonly facts: AllFacts;
  readonly title: RegExp;
  /** Text that a reader must find in the evidence. */
  readonly evidence?: readonly string[];
  /** Part of the command; null: none is offered. */
  readonly reproduce: string | null;
  readonly severity: Finding['severity'];
  readonly silentWhen: string;
  readonly silent: AllFacts;
  readonly target?: Target;
};
