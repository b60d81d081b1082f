import type { Certificate } from '../certificate/certificate.ts';
import { anyPolicy, type PolicyExtensions, policyExtensionsOf } from './policies-der.ts';

/**
 * One level of the valid policy graph: which policies a certificate of that depth may be used under, and under which
 * of the user's policies each is. RFC 9618 §5: a graph in place of RFC 5280's tree, which grows without bound.
 */
type Level = ReadonlyMap<string, ReadonlySet<string>>;

/** What is looked for; the defaults of RFC 5280 §6.1.1: any policy will do and none need be there. */
export type PolicyInputs = {
  readonly userPolicies: readonly string[];
  readonly explicit: boolean;
  readonly inhibitMapping: boolean;
  readonly inhibitAny: boolean;
};

export const anyPolicyInputs: PolicyInputs = {
  userPolicies: [anyPolicy],
  explicit: false,
  inhibitMapping: false,
  inhibitAny: false,
};

type State = { level: Level | null; explicit: number; mapping: number; any: number };

/**
 * RFC 5280 §6.1.2 to §6.1.5 for certificate policies alone: whether a path (leaf first, trust anchor last) is valid
 * under one of the policies. The anchor's own extensions do not count.
 */
export function allowsPolicies(
  path: readonly Certificate[],
  inputs: PolicyInputs = anyPolicyInputs,
): boolean {
  const below = path.length === 1 ? [...path] : path.slice(0, -1).toReversed();
  const state: State = {
    level: new Map([[anyPolicy, new Set([anyPolicy])]]),
    explicit: inputs.explicit ? 0 : below.length + 1,
    mapping: inputs.inhibitMapping ? 0 : below.length + 1,
    any: inputs.inhibitAny ? 0 : below.length + 1,
  };
  for (const [index, certificate] of below.entries()) {
    const extensions = policyExtensionsOf(certificate);
    if (extensions === 'malformed') return false;
    const last = index === below.length - 1;
    enter(state, extensions, certificate.selfIssued && !last);
    if (state.explicit === 0 && state.level === null) return false;
    if (!last) prepare(state, extensions, certificate.selfIssued);
    else state.explicit = extensions.requireExplicit === 0 ? 0 : Math.max(0, state.explicit - 1);
  }
  if (state.explicit > 0) return true;
  return state.level !== null && meetsUser(state.level, inputs.userPolicies);
}

/** §6.1.3 d to f. */
function enter(state: State, { policies }: PolicyExtensions, exempt: boolean): void {
  if (policies === null || state.level === null) {
    state.level = null;
    return;
  }
  const above = state.level;
  const next = new Map<string, ReadonlySet<string>>();
  const fromAny = above.get(anyPolicy);
  for (const policy of policies) {
    if (policy === anyPolicy) continue;
    const parents = above.get(policy) ?? (fromAny === undefined ? undefined : rootsFor(policy, fromAny));
    if (parents !== undefined) next.set(policy, parents);
  }
  if (policies.includes(anyPolicy) && (state.any > 0 || exempt)) {
    for (const [policy, parents] of above) if (!next.has(policy)) next.set(policy, parents);
  }
  state.level = next.size === 0 ? null : next;
}

/** Under the any-policy branch a policy stands for itself; below a mapped one it stands for what that was. */
function rootsFor(policy: string, fromAny: ReadonlySet<string>): ReadonlySet<string> {
  return fromAny.has(anyPolicy) ? new Set([policy]) : fromAny;
}

/** §6.1.4 a, b, h to j. */
function prepare(state: State, extensions: PolicyExtensions, selfIssued: boolean): void {
  if (state.level !== null && extensions.mappings.length > 0) {
    state.level = state.mapping > 0 ? mapped(state.level, extensions) : unmapped(state.level, extensions);
  }
  if (!selfIssued) {
    state.explicit = Math.max(0, state.explicit - 1);
    state.mapping = Math.max(0, state.mapping - 1);
    state.any = Math.max(0, state.any - 1);
  }
  state.explicit = Math.min(state.explicit, extensions.requireExplicit ?? state.explicit);
  state.mapping = Math.min(state.mapping, extensions.inhibitMapping ?? state.mapping);
  state.any = Math.min(state.any, extensions.inhibitAny ?? state.any);
}

function mapped(level: Level, { mappings }: PolicyExtensions): Level | null {
  const next = new Map<string, Set<string>>();
  const issuers = new Set(mappings.map(({ issuer }) => issuer));
  const any = level.get(anyPolicy);
  for (const [policy, roots] of level) if (!issuers.has(policy)) merge(next, policy, roots);
  for (const { issuer, subject } of mappings) {
    const roots = level.get(issuer) ?? (any === undefined ? undefined : rootsFor(issuer, any));
    if (roots !== undefined) merge(next, subject, roots);
  }
  return next.size === 0 ? null : next;
}

function unmapped(level: Level, { mappings }: PolicyExtensions): Level | null {
  const issuers = new Set(mappings.map(({ issuer }) => issuer));
  const next = new Map([...level].filter(([policy]) => !issuers.has(policy)));
  return next.size === 0 ? null : next;
}

function merge(level: Map<string, Set<string>>, policy: string, roots: ReadonlySet<string>): void {
  level.set(policy, new Set([...(level.get(policy) ?? []), ...roots]));
}

/** §6.1.5 g. */
function meetsUser(level: Level, userPolicies: readonly string[]): boolean {
  if (userPolicies.includes(anyPolicy)) return true;
  for (const roots of level.values()) {
    if (roots.has(anyPolicy) || userPolicies.some((policy) => roots.has(policy))) return true;
  }
  return false;
}
