import type { Evidence } from '../../../core/finding.ts';
import type { StoreVerdict } from '../../../probes/chain/store-verdicts.ts';
import type { ServedChain } from '../../../probes/chain.ts';
import { evidence } from '../evidence.ts';

/** Who asks which store. */
const clients: Readonly<Record<StoreVerdict['kind'], string>> = {
  mozilla: 'Firefox, Linux distributions, certifi (Python), the cacert.pem of curl',
  node: 'Node programs of this version',
  system: 'curl, OpenSSL, Python, Go, PHP and Ruby on this machine',
  extra: 'this bot',
};

/** Stores that trust a list of certificates, and those that do not; the anchors of EXTRA_CA_FILE stand apart. */
export type Dissent = {
  readonly judge: StoreVerdict;
  readonly trusting: readonly StoreVerdict[];
  readonly refusing: readonly StoreVerdict[];
};

/** Null when the stores are of one mind, or there is only one. */
export function dissentOver({ stores }: Pick<ServedChain, 'stores'>): Dissent | null {
  const judge = stores.find(({ judges }) => judges);
  const asked = stores.filter(({ kind }) => kind !== 'extra');
  const trusting = asked.filter(({ trusted }) => trusted);
  const refusing = asked.filter(({ trusted }) => !trusted);
  if (judge === undefined || trusting.length === 0 || refusing.length === 0) return null;
  return { judge, trusting, refusing };
}

/** Problems that an anchor more would mend. */
const anchorProblems = new Set<StoreVerdict['problem']>(['issuer-missing', 'untrusted-root', 'self-signed']);

/** The list that judges lacks the root and another store has it: then that, and no missing issuer, is the cause. */
export function trustedElsewhere(served: ServedChain): Dissent | null {
  if (served.path.trusted || served.repair?.outcome === 'repaired') return null;
  const dissent = dissentOver(served);
  if (dissent === null || dissent.judge.trusted) return null;
  return anchorProblems.has(dissent.judge.problem) ? dissent : null;
}

/** One line a store: what it says, and who asks it. */
export function storeEvidence(stores: readonly StoreVerdict[]): readonly Evidence[] {
  return stores.map(({ kind, name, anchor }) =>
    evidence(
      name,
      `${anchor === null ? 'does not trust it' : `trusts it, by ${anchor.label}`}; asked by ${clients[kind]}`,
    ),
  );
}

/** Whether the one is known to be older than the other. */
export function isOlder(one: StoreVerdict, other: StoreVerdict): boolean {
  return one.asOf !== null && other.asOf !== null && one.asOf < other.asOf;
}

export function storeNames(stores: readonly StoreVerdict[]): string {
  return stores.map(({ name }) => name).join(' and ');
}
