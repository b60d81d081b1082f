import { defineCheck } from '../../core/check.ts';
import type { Validity } from '../../core/renewal.ts';
import { chainProbe } from '../../probes/chain.ts';
import { evidence } from '../evidence.ts';
import { opensslLeaf } from '../reproduce.ts';
import { judgeServed } from '../served-chains.ts';
import { dayMs, momentText } from '../time-words.ts';

/** BR §6.3.2: most days by date of issue, newest first; SC-081v3 brought the last three. */
const limits = [
  { from: Date.UTC(2029, 2, 15), days: 47 },
  { from: Date.UTC(2027, 2, 15), days: 100 },
  { from: Date.UTC(2026, 2, 15), days: 200 },
  { from: Date.UTC(2020, 8, 1), days: 398 },
  { from: Date.UTC(2018, 2, 1), days: 825 },
] as const;

export const lifetimeOverLimit = defineCheck({
  id: 'certificate/lifetime-over-limit',
  severity: 'error',
  blame: 'target',
  title: 'The certificate lives longer than browsers allow',
  explanation:
    'Certificates of public authorities may live for a limited time that depends on the day they were issued. This one exceeds it, and Chrome, Safari and other browsers refuse it, however valid it looks to curl.',
  fix: 'Have it issued again with a lifetime within the limit, and let renewal run by itself (ACME).',
  citation: 'BR §6.3.2',
  reads: { chain: chainProbe },
  judge({ chain }, { target }) {
    return judgeServed(chain, 'error', ({ leaf, publiclyTrusted }, address) => {
      const limit = mostDays(leaf.notBefore);
      const days = validityDays(leaf);
      if (!publiclyTrusted || limit === null || days <= limit) return null;
      return {
        title: `The certificate lives ${days} days; ${limit} are allowed`,
        evidence: [
          evidence('valid', `${momentText(leaf.notBefore)} to ${momentText(leaf.notAfter)}`),
          evidence('lifetime', `${days} days`),
          evidence('limit at its date of issue', `${limit} days`),
        ],
        reproduce: opensslLeaf(target, address, '-dates'),
      };
    });
  },
});

/** A day is 86,400 seconds, both ends count, and any excess is a further day. */
function validityDays({ notBefore, notAfter }: Validity): number {
  return Math.ceil((notAfter.getTime() - notBefore.getTime() + 1000) / dayMs);
}

function mostDays(issued: Date): number | null {
  return limits.find(({ from }) => issued.getTime() >= from)?.days ?? null;
}
