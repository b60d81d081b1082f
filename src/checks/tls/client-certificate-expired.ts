import { defineCheck } from '../../core/check.ts';
import { httpProbe } from '../../probes/http.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { clientWithCertificate } from '../commands/client-certificate.ts';
import { momentText } from '../reading/time-words.ts';
import {
  authorityEvidence,
  clientFault,
  refusalEvidence,
  shownCertificate,
  shownEvidence,
  turnedAway,
  wasRequested,
} from '../reading/tls/client-certificates.ts';

export const clientCertificateExpired = defineCheck({
  id: 'tls/client-certificate-expired',
  severity: 'fatal',
  blame: 'our-vantage',
  title: 'The client certificate is outside its dates',
  explanation:
    'The server asks for a client certificate, and the one this Notafter was told to show has expired, or does not count yet. Servers that look at the dates refuse it, and rightly: this says nothing about other clients. Whoever uses the same certificate elsewhere fails as well.',
  fix: 'Have the client certificate renewed and point the setting at the new file, then restart. Take care of the other places where the same file is used.',
  citation: 'RFC 5280 §4.1.2.5',
  reads: { tls: tlsProbe },
  mayRead: { http: httpProbe },
  judge({ tls, http }, { target, now }) {
    const certificate = shownCertificate(tls);
    if (certificate === null || clientFault(certificate, now) !== 'dates' || !wasRequested(tls)) return [];
    const turned = turnedAway(tls, http);
    const first = turned[0];
    const since =
      now > certificate.notAfter
        ? `expired at ${momentText(certificate.notAfter)}`
        : `does not count before ${momentText(certificate.notBefore)}`;
    const name = tls.client?.name ?? '';
    if (first === undefined) {
      return [
        {
          severity: 'warning',
          title: `The client certificate ${name} ${since}; the server takes it all the same`,
          explanation:
            'The server asked for a client certificate and let this one pass although it is outside its dates. It does not look at them, or not yet; other servers refuse it.',
          evidence: shownEvidence(tls),
        },
      ];
    }
    return [
      {
        title: `The client certificate ${name} ${since}`,
        evidence: [
          ...refusalEvidence(turned),
          ...shownEvidence(tls),
          ...authorityEvidence(first.authorities),
        ],
        reproduce: clientWithCertificate(target, first.address),
      },
    ];
  },
});
