import { defineCheck } from '../../core/check.ts';
import type { PathBreach } from '../../pki/rules/rule.ts';
import { chainProbe } from '../../probes/chain.ts';
import { opensslClient } from '../commands/openssl.ts';
import { judgeServed } from '../reading/chain/served-chains.ts';
import { certificateName, evidence } from '../reading/evidence.ts';

/** Breaches that a finding of their own tells, with what to do. */
const toldElsewhere = new Set([
  'rfc5280/sound',
  'baseline/criticality',
  'baseline/lifetime',
  'baseline/signature-algorithm',
  'baseline/subscriber-has-eku',
]);

export const breaksStandard = defineCheck({
  id: 'certificate/breaks-standard',
  severity: 'warning',
  blame: 'third-party',
  title: 'A certificate is not as the standard wants it',
  explanation:
    'A certificate on the path breaks a rule for its issuer: RFC 5280, or for public authorities the Baseline Requirements of the CA/Browser Forum. Most clients accept it today; strict verifiers refuse it, and a public authority that finds out has to revoke it within days.',
  fix: 'Have it issued again by an authority, or with a profile, that keeps the rule in the evidence. For a public authority: report it to them, and expect the certificate to be revoked.',
  citation: 'RFC 5280 §4.2',
  reads: { chain: chainProbe },
  judge({ chain }, { target }) {
    return judgeServed(chain, 'warning', ({ breaches }, address) => {
      const told = breaches.filter((one) => !toldElsewhere.has(one.breach.rule) && !isWeakOrUnusualKey(one));
      const [first] = told;
      if (first === undefined) return null;
      return {
        severity: told.some(({ breach }) => breach.weight === 'refuse') ? 'warning' : 'notice',
        title: `${certificateName(first.at)} is not as ${standardName(first)} wants it: ${first.breach.sentence}`,
        evidence: told
          .slice(0, 6)
          .map(({ at, breach }) => evidence(certificateName(at), `${breach.sentence} (${breach.citation})`)),
        reproduce: opensslClient(target, address, '-showcerts'),
      };
    });
  },
});

/** Keys that are too weak, or that browsers do not take, have findings of their own. */
function isWeakOrUnusualKey({ at, breach }: PathBreach): boolean {
  if (breach.rule !== 'baseline/key-algorithm') return false;
  return at.publicKey.type !== 'rsa' || (at.publicKey.bits ?? 0) < 2048;
}

function standardName({ breach }: PathBreach): string {
  return breach.rule.startsWith('baseline/') ? 'the CA/Browser Forum' : 'RFC 5280';
}
