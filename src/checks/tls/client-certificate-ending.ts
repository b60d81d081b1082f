import { defineCheck } from '../../core/check.ts';
import { renewalPlan } from '../../core/watch/renewal/renewal.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { momentText } from '../reading/time-words.ts';
import { clientFault, shownCertificate, shownEvidence } from '../reading/tls/client-certificates.ts';

export const clientCertificateEnding = defineCheck({
  id: 'tls/client-certificate-ending',
  severity: 'notice',
  blame: 'our-vantage',
  title: 'The client certificate is due for renewal',
  explanation:
    'The certificate that this Notafter shows to servers that ask for one is in the last part of its life. When it ends, this check will fail, and so will every client with the same file.',
  fix: 'Have the client certificate renewed, point the setting at the new file and restart.',
  citation: 'RFC 5280 §4.1.2.5',
  reads: { tls: tlsProbe },
  judge({ tls }, { now }) {
    const certificate = shownCertificate(tls);
    if (certificate === null || clientFault(certificate, now) === 'dates') return [];
    if (now < renewalPlan(certificate).due) return [];
    return [
      {
        title: `The client certificate ${tls.client?.name ?? ''} ends at ${momentText(certificate.notAfter)}`,
        evidence: shownEvidence(tls),
      },
    ];
  },
});
