import { defineCheck } from '../../core/check.ts';
import type { Observation } from '../../core/finding.ts';
import { renewalState } from '../../core/watch/renewal/renewal.ts';
import { caaProbe } from '../../probes/caa.ts';
import { chainProbe } from '../../probes/chain.ts';
import { issuanceProbe } from '../../probes/issuance.ts';
import { ariProbe } from '../../probes/renewal.ts';
import { timingOf } from '../reading/chain/renewal-timing.ts';
import {
  caaText,
  digCaa,
  type Issuer,
  issuerOf,
  namedIssuers,
  type Permission,
  permissionFor,
} from '../reading/dns/caa-words.ts';
import { type Claim, claimsIn, together } from '../reading/dns/issuance-words.ts';
import { evidence, listed } from '../reading/evidence.ts';

type Refusal = Claim & {
  readonly issuer: Issuer & { readonly domains: readonly string[] };
  readonly permission: Extract<Permission, { kind: 'restricted' }>;
};

export const caaForbidsIssuer = defineCheck({
  id: 'dns/caa-forbids-issuer',
  severity: 'warning',
  blame: 'target',
  title: 'CAA does not permit the CA whose certificate is served',
  explanation:
    'The CAA records of the name list the certificate authorities that may issue for it, and the one that issued the certificate in use is not among them. Clients never look at CAA, so all works today; the CA looks at it before it issues, so the next renewal fails.',
  fix: 'If this CA is meant to go on, add a CAA record with its domain (for Let\'s Encrypt: 0 issue "letsencrypt.org"; for a wildcard certificate issuewild where there is any). If the CA is being changed on purpose, make sure that the new one has issued before the old certificate ends.',
  citation: 'RFC 8659 §4.2',
  reads: { chain: chainProbe },
  mayRead: { caa: caaProbe, issuance: issuanceProbe, ari: ariProbe },
  judge({ caa, chain, issuance, ari }, { now }) {
    const refusals = claimsIn(chain, caa, issuance).flatMap((claim) => refusalOf(claim) ?? []);
    const groups = together(
      refusals,
      ({ permission, issuer }) => `${permission.at.name} ${issuer.organization}`,
    );
    const isDue = ({ served }: Claim) => renewalState(timingOf(served, ari), now) !== 'ok';
    if (issuance !== null) return groups.slice(0, mostTold).map(nextIssuance);
    return groups.slice(0, 1).map((group) => inUse(group[0], isDue(group[0])));
  },
});

const mostTold = 4;

function refusalOf(claim: Claim): Refusal | null {
  const issuer = issuerOf(claim.served);
  if (issuer === null || issuer.domains === null) return null;
  const permission = permissionFor(claim.caa, claim.name);
  if (permission.kind !== 'restricted') return null;
  const { domains, organization } = issuer;
  const isNamed = namedIssuers(permission.records).some((domain) => domains.includes(domain));
  return isNamed ? null : { ...claim, issuer: { organization, domains }, permission };
}

function inUse(refusal: Refusal, due: boolean): Observation {
  const { issuer, permission } = refusal;
  return {
    severity: due ? 'error' : 'warning',
    title: due
      ? `Renewal is due and CAA of ${permission.at.name} does not permit ${issuer.organization}`
      : `CAA of ${permission.at.name} does not permit ${issuer.organization}, which issued the certificate`,
    evidence: refusalEvidence([refusal]),
    reproduce: digCaa(permission.at),
  };
}

/** Asked whether the next certificate will be issued, whatever the dates of this one. */
function nextIssuance(group: readonly [Refusal, ...Refusal[]]): Observation {
  const { issuer, permission } = group[0];
  const permitted = namedIssuers(permission.records);
  const who = permitted.length === 0 ? 'nobody' : `only ${listed(permitted, 3)}`;
  const what = group.every(({ name }) => name.startsWith('*.')) ? ' wildcards' : '';
  const leaves = new Set(group.map(({ served }) => served.leaf.fingerprint256));
  return {
    severity: 'error',
    title: `CAA of ${permission.at.name} forbids ${issuer.domains[0] ?? issuer.organization} (${who} may issue${what})`,
    evidence: [...refusalEvidence(group), ...[...leaves].map((leaf) => evidence('SHA-256', leaf))],
    reproduce: digCaa(permission.at),
  };
}

function refusalEvidence(group: readonly [Refusal, ...Refusal[]]) {
  const { issuer, permission } = group[0];
  const permitted = namedIssuers(permission.records);
  return [
    evidence('CAA', listed(permission.records.map(caaText), 6)),
    evidence('permitted', permitted.length === 0 ? 'no CA at all' : listed(permitted)),
    evidence('issuer', issuer.organization),
    evidence('its CAA domains', listed(issuer.domains, 6)),
    evidence('certificate for', listed([...new Set(group.map(({ name }) => name))])),
  ];
}
