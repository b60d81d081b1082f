import type { Certificate } from '../../../src/pki/certificate/certificate.ts';
import { judgePolicies } from '../../../src/pki/ct/policy.ts';
import type { SctVerdict } from '../../../src/pki/ct/sct-verdict.ts';
import type { Transparency, TransparencyFacts } from '../../../src/probes/transparency.ts';
import { daysFromNow, leafWith } from './certificate-facts.ts';

/** An SCT that counts, of an operator's only log; `changes` spoils it. */
export function sctOf(operator: string, changes: Partial<SctVerdict> = {}): SctVerdict {
  return {
    source: 'certificate',
    logId: `${operator}=`,
    log: { description: `${operator} 2026h2`, operator, tiled: false, retired: null },
    timestamp: daysFromNow(-20),
    fault: null,
    ...changes,
  };
}

export function transparencyFacts(
  scts: readonly SctVerdict[],
  { leaf = leafWith(), ...changes }: Partial<Transparency> & { readonly leaf?: Certificate } = {},
  list: Partial<TransparencyFacts['list']> = {},
): TransparencyFacts {
  const certificate: Transparency = {
    addresses: ['192.0.2.7:443'],
    fingerprint256: leaf.fingerprint256,
    bound: true,
    scts,
    policies: judgePolicies({ ...leaf, scts }),
    tlsExtension: { kind: 'not-asked' },
    ...changes,
  };
  return {
    list: { date: daysFromNow(-10), source: 'bundled', problem: null, stale: false, ...list },
    certificates: [certificate],
  };
}

export const enoughScts = [sctOf('Alpha'), sctOf('Beta')];
