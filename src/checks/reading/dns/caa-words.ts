import { caaDomainsOf } from '../../../probes/caa/issuer-identifiers.ts';
import { type CaaRecord, isKnownTag } from '../../../probes/caa/read-caa.ts';
import { type CaaFacts, type CaaStep, relevantStep } from '../../../probes/caa.ts';
import type { ServedChain } from '../../../probes/chain.ts';
import { dig } from '../../commands/dig.ts';

export type Permission =
  | { readonly kind: 'unrestricted' }
  /** Lookup failed, so a CA may not issue either; or a tag that nobody knows is critical. */
  | { readonly kind: 'undecided' }
  | { readonly kind: 'restricted'; readonly at: CaaStep; readonly records: readonly CaaRecord[] };

/** What CAA says about certificates for this name, `*.` in front of it for a wildcard (RFC 8659 §4.2 and §4.3). */
export function permissionFor(caa: CaaFacts, name: string): Permission {
  const wildcard = name.startsWith('*.');
  const at = relevantStep(caa, wildcard ? name.slice(2) : caa.steps[0]?.name);
  if (at === null) return { kind: 'unrestricted' };
  if (at.outcome === 'unanswered' || criticalUnknown(at).length > 0) return { kind: 'undecided' };
  const tagged = (tag: string) => at.records.filter((record) => record.tag === tag);
  const wild = wildcard ? tagged('issuewild') : [];
  const records = wild.length > 0 ? wild : tagged('issue');
  return records.length === 0 ? { kind: 'unrestricted' } : { kind: 'restricted', at, records };
}

export function criticalUnknown({ records }: CaaStep): readonly CaaRecord[] {
  return records.filter(({ critical, tag }) => critical && !isKnownTag(tag));
}

/** CA domains that the records name. */
export function namedIssuers(records: readonly CaaRecord[]): readonly string[] {
  return [...new Set(records.flatMap(({ issue }) => (issue?.domain == null ? [] : [issue.domain])))];
}

export type Issuer = {
  readonly organization: string;
  /** Null: which CAA domains it answers to is not known here. */
  readonly domains: readonly string[] | null;
};

/** The CA behind the certificate that is served; null for one of no public CA, which asks nobody's CAA. */
export function issuerOf({ leaf, publiclyTrusted }: ServedChain): Issuer | null {
  const organization = leaf.issuer.organization ?? leaf.issuer.commonName;
  return publiclyTrusted && organization !== null
    ? { organization, domains: caaDomainsOf(organization) }
    : null;
}

/** The name in the certificate by which it covers the host. */
export function coveredAs({ names }: ServedChain): string | null {
  return names.matches ? names.by.toLowerCase() : null;
}

export function caaText({ flags, tag, value }: CaaRecord): string {
  return `${flags} ${tag} "${value}"`;
}

export function digCaa({ name, server }: CaaStep): string {
  return dig(name, 'CAA', server ?? undefined);
}

/** Under which further conditions a CA may issue (RFC 8657); those of several records are alternatives. */
export type CaaBinding = {
  readonly at: CaaStep;
  readonly records: readonly CaaRecord[];
  /** The CA's domain as the records name it. */
  readonly domain: string;
  /** Null: any account. */
  readonly accounts: readonly string[] | null;
  /** Lower case; null: any method. */
  readonly methods: readonly string[] | null;
};

/** Null: one of the records permits a CA of these domains without any condition, or none permits it. */
export function bindingOf(
  { at, records }: Extract<Permission, { kind: 'restricted' }>,
  domains: readonly string[],
): CaaBinding | null {
  const own = records.filter(({ issue }) => issue?.domain != null && domains.includes(issue.domain));
  const [first] = own;
  const accounts = parametersOf(own, 'accounturi');
  const methods = parametersOf(own, 'validationmethods');
  if (first?.issue?.domain == null || (accounts === null && methods === null)) return null;
  const split = methods?.flatMap((list) => list.toLowerCase().split(',')).filter((method) => method !== '');
  return { at, records: own, domain: first.issue.domain, accounts, methods: split ?? null };
}

/** Null where one of the records leaves it out. */
function parametersOf(records: readonly CaaRecord[], wanted: string): readonly string[] | null {
  const values = records.map(
    ({ issue }) => issue?.parameters.find(({ tag }) => tag === wanted)?.value ?? null,
  );
  return values.includes(null) ? null : [...new Set(values.flatMap((value) => value ?? []))];
}
