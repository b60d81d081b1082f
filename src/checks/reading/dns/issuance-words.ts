import type { Evidence } from '../../../core/finding.ts';
import type { CaaFacts } from '../../../probes/caa.ts';
import type { ChainFacts, ServedChain } from '../../../probes/chain.ts';
import type { IssuanceFacts, NameToProve } from '../../../probes/issuance.ts';
import { evidence, listed } from '../evidence.ts';
import { coveredAs } from './caa-words.ts';

/** One name that one certificate is issued for, with what CAA says about it. */
export type Claim = { readonly served: ServedChain; readonly name: string; readonly caa: CaaFacts };

/** Every name of every leaf where all of them were looked at, else the one by which the target is covered. */
export function claimsIn(
  chain: ChainFacts,
  caa: CaaFacts | null,
  issuance: IssuanceFacts | null,
): readonly Claim[] {
  if (issuance !== null) {
    return issuance.names.flatMap(({ name, leaves, caa: own }) =>
      chainsOf(chain, leaves).map((served) => ({ served, name, caa: own })),
    );
  }
  return chain.chains.flatMap((served) => {
    const name = coveredAs(served);
    return name === null || caa === null ? [] : [{ served, name, caa }];
  });
}

/** Leaves apart, whatever lists they come with. */
export function chainsOf({ chains }: ChainFacts, leaves: readonly string[]): readonly ServedChain[] {
  return leaves.flatMap((leaf) => chains.find((served) => served.leaf.fingerprint256 === leaf) ?? []);
}

/** Every lookup of CAA there was: that of the target, or those of all names of its certificates. */
export function climbsIn(
  caa: CaaFacts | null,
  issuance: IssuanceFacts | null,
): readonly { readonly caa: CaaFacts; readonly names: readonly NameToProve[] }[] {
  const own = caa === null ? [] : [{ caa, names: [] }];
  return [...own, ...(issuance?.names ?? []).map((name) => ({ caa: name.caa, names: [name] }))];
}

/** Which names and certificates it is about: whoever reads it for one certificate finds its fingerprint here. */
export function namesEvidence(names: readonly Pick<NameToProve, 'name' | 'leaves'>[]): readonly Evidence[] {
  const leaves = new Set(names.flatMap(({ leaves: of }) => of));
  if (names.length === 0) return [];
  return [
    evidence('certificate for', listed([...new Set(names.map(({ name }) => name))])),
    ...[...leaves].map((leaf) => evidence('SHA-256', leaf)),
  ];
}

/** Those of one place together, the first to come first. */
export function together<T>(
  values: readonly T[],
  keyOf: (value: T) => string,
): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group === undefined) groups.set(keyOf(value), [value]);
    else group.push(value);
  }
  return [...groups.values()];
}
