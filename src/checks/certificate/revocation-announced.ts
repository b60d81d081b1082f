import { defineCheck } from '../../core/check.ts';
import { isRevocationAnnounced } from '../../core/watch/renewal/renewal.ts';
import { chainProbe } from '../../probes/chain.ts';
import { ariProbe } from '../../probes/renewal.ts';
import { opensslLeaf } from '../commands/openssl.ts';
import { endsWithinADay, renewalEvidence, timingOf } from '../reading/chain/renewal-timing.ts';
import { judgeServed } from '../reading/chain/served-chains.ts';
import { momentText } from '../reading/time-words.ts';

export const revocationAnnounced = defineCheck({
  id: 'certificate/revocation-announced',
  severity: 'error',
  blame: 'target',
  title: 'The authority calls for renewal ahead of time: it is about to revoke the certificate',
  explanation:
    'The authority has set the renewal window of this certificate (ARI) to a time long before renewal would be due. That is how it asks for replacement before it revokes certificates, after a mistake in issuing them for instance, usually within one to five days. Clients still connect; once it is revoked, many refuse.',
  fix: 'Renew now, by force if the software thinks that it is too early (certbot renew --force-renewal), load the new certificate on every server, and look again. Clients that follow ARI do it by themselves within hours: if yours claims to, read its log.',
  citation: 'RFC 9773 §4.2',
  reads: { chain: chainProbe, ari: ariProbe },
  judge({ chain, ari }, { target, now }) {
    return judgeServed(chain, 'error', (served, address) => {
      const timing = timingOf(served, ari);
      const { renewalWindow } = timing;
      if (renewalWindow === undefined || !isRevocationAnnounced(timing, now)) return null;
      if (endsWithinADay(served, now)) return null;
      const { source, start, end } = renewalWindow;
      const over = now >= end;
      return {
        severity: over ? 'error' : 'warning',
        title: over
          ? `${source} wanted the certificate replaced by ${momentText(end)}, long before its time: it is about to revoke it`
          : `${source} wants the certificate replaced between ${momentText(start)} and ${momentText(end)}, ahead of its time`,
        evidence: renewalEvidence(served, ari, now),
        reproduce: opensslLeaf(target, address, '-subject -serial -dates'),
      };
    });
  },
});
