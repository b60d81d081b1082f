import type { Mention } from '../../people.ts';
import { defaultPolicy, type Policy, type PolicyChange, type Scope } from './policy.ts';

/** What somebody decided for all, for a label or for an endpoint. One rule per scope; either part may be left out. */
export type WatchRule = {
  readonly scope: Scope;
  /** In the order of calling. For all: the fallback owners. */
  readonly owners: readonly Mention[] | null;
  readonly policy: PolicyChange | null;
  readonly setBy: string;
  readonly setAt: Date;
};

type Ruled = { readonly id: string; readonly labels: Readonly<Record<string, string>> };

export type Owned = {
  readonly owners: readonly Mention[];
  readonly by: 'endpoint' | 'rule' | 'fallback' | 'nobody';
};

/** Own owners, else those of the first label rule in the order of setting, else the fallback. */
export function ownersOf(
  endpoint: Ruled & { readonly owners: readonly Mention[] },
  rules: readonly WatchRule[],
): Owned {
  if (endpoint.owners.length > 0) return { owners: endpoint.owners, by: 'endpoint' };
  const byLabel = rules.find((rule) => matchesLabel(rule, endpoint) && hasOwners(rule));
  if (byLabel !== undefined) return { owners: byLabel.owners ?? [], by: 'rule' };
  const fallback = fallbackOwners(rules);
  return fallback.length > 0 ? { owners: fallback, by: 'fallback' } : { owners: [], by: 'nobody' };
}

/** Who is called where nobody else is, and when nobody else answers. */
export function fallbackOwners(rules: readonly WatchRule[]): readonly Mention[] {
  return rules.find(({ scope }) => scope.kind === 'all')?.owners ?? [];
}

export function policyFor(endpoint: Ruled, rules: readonly WatchRule[]): Policy {
  return Object.assign({}, defaultPolicy, ...rulesFor(endpoint, rules).map(({ policy }) => policy));
}

/** Whose word each part of a policy is; null: nobody's, it is the default. */
export type PolicySources = Readonly<Record<keyof Policy, Scope | null>>;

export function policySources(endpoint: Ruled, rules: readonly WatchRule[]): PolicySources {
  const nobody = Object.keys(defaultPolicy).map((key) => [key, null]);
  const said = rulesFor(endpoint, rules).flatMap(({ policy, scope }) =>
    Object.keys(policy ?? {}).map((key) => [key, scope]),
  );
  return Object.fromEntries([...nobody, ...said]);
}

/** The later of two counts. */
function rulesFor(endpoint: Ruled, rules: readonly WatchRule[]): readonly WatchRule[] {
  const forAll = rules.filter(({ scope }) => scope.kind === 'all');
  // The first one set counts most, as with owners.
  const forLabels = rules.filter((rule) => matchesLabel(rule, endpoint)).toReversed();
  const own = rules.filter(({ scope }) => scope.kind === 'endpoint' && scope.endpointId === endpoint.id);
  return [...forAll, ...forLabels, ...own];
}

function matchesLabel({ scope }: WatchRule, { labels }: Ruled): boolean {
  return scope.kind === 'label' && labels[scope.label] === scope.value;
}

function hasOwners({ owners }: WatchRule): boolean {
  return owners !== null && owners.length > 0;
}
