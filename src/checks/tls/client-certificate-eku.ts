import { defineCheck } from '../../core/check.ts';
import { httpProbe } from '../../probes/http.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { clientWithCertificate } from '../commands/client-certificate.ts';
import { evidence } from '../reading/evidence.ts';
import {
  clientFault,
  refusalEvidence,
  shownCertificate,
  shownEvidence,
  turnedAway,
  wasRequested,
} from '../reading/tls/client-certificates.ts';

export const clientCertificateEku = defineCheck({
  id: 'tls/client-certificate-eku',
  severity: 'fatal',
  blame: 'our-vantage',
  title: 'The client certificate is not meant for clients',
  explanation:
    'The extended key usage of the client certificate lists what it may be used for, and TLS client is not in the list: it is a certificate for servers. Servers that check the purpose refuse it. Public authorities stopped putting clientAuth into their certificates in 2026, so a renewal alone can break mutual TLS that relied on them.',
  fix: 'Have a certificate with the purpose clientAuth issued by a private authority (OpenSSL: extendedKeyUsage=clientAuth; step-ca, Vault and AD CS have templates for clients), and let the server trust that authority for clients. Public authorities no longer issue such certificates.',
  citation: 'RFC 5280 §4.2.1.12',
  reads: { tls: tlsProbe },
  mayRead: { http: httpProbe },
  judge({ tls, http }, { target, now }) {
    const certificate = shownCertificate(tls);
    if (certificate === null || clientFault(certificate, now) !== 'purpose' || !wasRequested(tls)) return [];
    const usages = certificate.extendedKeyUsage?.join(', ') ?? '';
    const purpose = [
      evidence('extended key usage', usages === '' ? 'empty' : usages),
      evidence('wanted', 'clientAuth'),
    ];
    const name = tls.client?.name ?? '';
    const turned = turnedAway(tls, http);
    const first = turned[0];
    if (first === undefined) {
      return [
        {
          severity: 'notice',
          title: `The client certificate ${name} is not meant for clients; the server takes it all the same`,
          evidence: [...purpose, ...shownEvidence(tls)],
        },
      ];
    }
    return [
      {
        title: `The client certificate ${name} is for ${usages === '' ? 'nothing' : usages}, not for clients`,
        evidence: [...refusalEvidence(turned), ...purpose, ...shownEvidence(tls)],
        reproduce: clientWithCertificate(target, first.address),
      },
    ];
  },
});
