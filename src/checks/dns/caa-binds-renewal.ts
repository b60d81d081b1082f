import { defineCheck } from '../../core/check.ts';
import type { Observation } from '../../core/finding.ts';
import { chainProbe } from '../../probes/chain.ts';
import { issuanceProbe } from '../../probes/issuance.ts';
import {
  bindingOf,
  type CaaBinding,
  caaText,
  digCaa,
  type Issuer,
  issuerOf,
  permissionFor,
} from '../reading/dns/caa-words.ts';
import { type Claim, claimsIn, namesEvidence, together } from '../reading/dns/issuance-words.ts';
import { evidence, listed } from '../reading/evidence.ts';

export const caaBindsRenewal = defineCheck({
  id: 'dns/caa-binds-renewal',
  severity: 'notice',
  blame: 'target',
  title: 'CAA binds the authority to one account or one way of proving control',
  explanation:
    'The CAA record that permits the authority has parameters: accounturi names the only ACME account that may ask for certificates, validationmethods the only ways in which control may be proved. A client with a new account (a rebuilt server, another tool) or another method is refused, and only at the next renewal.',
  fix: 'Compare accounturi with the account of the client (certbot: show_account; acme.sh: account.conf; lego: accounts/.../account.json) and validationmethods with its method, and correct the CAA record. A wildcard is proved by DNS alone: validationmethods needs dns-01 for it.',
  citation: 'RFC 8657 §3',
  reads: { chain: chainProbe, issuance: issuanceProbe },
  judge({ chain, issuance }) {
    const bound = claimsIn(chain, null, issuance).flatMap((claim) => boundOf(claim) ?? []);
    const groups = together(bound, ({ at, issuer, blocks }) => `${at.name} ${issuer} ${blocks}`);
    return groups.slice(0, mostTold).map(told);
  },
});

const mostTold = 4;

type Bound = Claim & {
  readonly at: CaaBinding['at'];
  readonly issuer: string;
  readonly binding: CaaBinding;
  /** No method that it permits can prove this name. */
  readonly blocks: boolean;
};

function boundOf(claim: Claim): Bound | null {
  const issuer: Issuer | null = issuerOf(claim.served);
  if (issuer?.domains == null) return null;
  const permission = permissionFor(claim.caa, claim.name);
  if (permission.kind !== 'restricted') return null;
  const binding = bindingOf(permission, issuer.domains);
  if (binding === null) return null;
  const { methods } = binding;
  const blocks =
    claim.name.startsWith('*.') && methods !== null && !methods.some((method) => method.startsWith('dns-'));
  return { ...claim, at: permission.at, issuer: binding.domain, binding, blocks };
}

function told(group: readonly [Bound, ...Bound[]]): Observation {
  const [{ at, issuer, binding, blocks }] = group;
  const { accounts, methods, records } = binding;
  const by = methods === null ? [] : [`by ${listed(methods, 4)}`];
  const account = accounts === null ? [] : [`for account ${listed(accounts, 2)}`];
  const names = group.map(({ name, served }) => ({ name, leaves: [served.leaf.fingerprint256] }));
  return {
    ...(blocks ? { severity: 'error' as const } : {}),
    title: blocks
      ? `CAA of ${at.name} lets ${issuer} prove control ${by.join('')} only, which proves no wildcard`
      : `CAA of ${at.name} lets ${issuer} issue ${[...account, ...by].join(' and ')} only`,
    evidence: [evidence('CAA', listed(records.map(caaText), 6)), ...namesEvidence(names)],
    reproduce: digCaa(at),
  };
}
