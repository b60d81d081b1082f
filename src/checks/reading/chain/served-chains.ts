import type { Observation, Severity } from '../../../core/finding.ts';
import type { Certificate } from '../../../pki/certificate/certificate.ts';
import type { PathRule } from '../../../pki/path/path.ts';
import type { PathProblem } from '../../../pki/path/path-problem.ts';
import type { ChainFacts, ServedChain } from '../../../probes/chain.ts';
import { addressEvidence, evidence } from '../evidence.ts';
import { trustedElsewhere } from './store-dissent.ts';

/** What is wrong with one list of certificates, and the address to show it at. */
export type ChainFault = Observation & { readonly title: string };

/**
 * One finding for all addresses that have a fault: told by the first list that has it, the others named. A fault
 * of every address keeps the severity given; of some addresses only, `fatal` becomes `error`.
 */
export function judgeServed(
  chain: ChainFacts,
  severity: Severity,
  find: (served: ServedChain, address: string) => ChainFault | null,
): readonly Observation[] {
  const faults = chain.chains.flatMap((served) => {
    const fault = find(served, served.addresses[0] ?? '');
    return fault === null ? [] : [{ fault, addresses: served.addresses }];
  });
  const [first, ...others] = faults;
  if (first === undefined) return [];
  const affected = faults.flatMap(({ addresses }) => addresses);
  const total = chain.chains.reduce((sum, { addresses }) => sum + addresses.length, 0);
  const partial = affected.length < total;
  const { title, evidence: told, ...rest } = first.fault;
  return [
    {
      severity: partial && severity === 'fatal' ? 'error' : severity,
      ...rest,
      title: partial ? `${title} (${affected.length} of ${total} addresses)` : title,
      evidence: [
        addressEvidence(affected),
        ...told,
        ...others.slice(0, 4).map(({ fault, addresses }) => evidence(addresses.join(', '), fault.title)),
      ],
    },
  ];
}

/** Null as well where another store has the root: chain/trust-stores-disagree tells of that. */
export function problemOf(served: ServedChain): PathProblem | null {
  return served.path.trusted || trustedElsewhere(served) !== null ? null : served.path.problem;
}

/** Broken by the leaf itself, these are told on the certificate layer. */
const leafRules = new Set<PathRule>(['weak-key', 'weak-signature']);

/** The certificate at which a rule breaks, or null: also when the certificate layer tells of it. */
export function caBreaking(served: ServedChain, rule: PathRule): Certificate | null {
  const problem = problemOf(served);
  if (problem?.kind !== 'rule' || problem.rule !== rule) return null;
  return leafRules.has(rule) && leafBreaks(served, rule) ? null : problem.at;
}

export function leafBreaks(served: ServedChain, rule: PathRule): boolean {
  const problem = problemOf(served);
  return (
    problem?.kind === 'rule' &&
    problem.rule === rule &&
    problem.at.fingerprint256 === served.leaf.fingerprint256
  );
}
