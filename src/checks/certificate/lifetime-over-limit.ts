import { defineCheck } from '../../core/check.ts';
import { dayText } from '../../core/text/utc-text.ts';
import { chainProbe } from '../../probes/chain.ts';
import { opensslLeaf } from '../commands/openssl.ts';
import { judgeServed } from '../reading/chain/served-chains.ts';
import { evidence } from '../reading/evidence.ts';
import { momentText } from '../reading/time-words.ts';

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
    return judgeServed(chain, 'error', ({ leaf, lifetime, publiclyTrusted }, address) => {
      const { days, limit } = lifetime;
      if (!publiclyTrusted || limit === null || days <= limit.days) return null;
      return {
        title: `The certificate lives ${days} days; ${limit.days} are allowed`,
        evidence: [
          evidence('valid', `${momentText(leaf.notBefore)} to ${momentText(leaf.notAfter)}`),
          evidence('lifetime', `${days} days`),
          evidence('limit at its date of issue', `${limit.days} days, since ${dayText(limit.since)}`),
        ],
        reproduce: opensslLeaf(target, address, '-dates'),
      };
    });
  },
});
