import { defineCheck } from '../../core/check.ts';
import type { Observation } from '../../core/finding.ts';
import { httpProbe } from '../../probes/http.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { clientWithCertificate } from '../commands/client-certificate.ts';
import {
  authorityEvidence,
  clientFault,
  type OurCertificate,
  refusalEvidence,
  shownCertificate,
  shownEvidence,
  type TurnedAway,
  takesIssuer,
  turnedAway,
} from '../reading/tls/client-certificates.ts';

export const clientCertificateRejected = defineCheck({
  id: 'tls/client-certificate-rejected',
  severity: 'fatal',
  blame: 'target',
  title: 'The server refuses the client certificate it was shown',
  explanation:
    'A client certificate was asked for and shown, and the server turned it away. Our own look at it finds its dates and its purpose in order, so it is about who issued it, about revocation, or about what the server is set to accept. Clients with the same certificate fail the same way.',
  fix: 'Put the issuer of the certificate into the list the server trusts for clients, send its intermediates along, and check the revocation list the server uses. nginx: ssl_client_certificate; Apache: SSLCACertificateFile; HAProxy: ca-file on the bind line; Envoy: trusted_ca. The log of the server names the reason.',
  citation: 'RFC 8446 §4.4.2.4',
  reads: { tls: tlsProbe },
  mayRead: { http: httpProbe },
  judge({ tls, http }, { target, now }) {
    const certificate = shownCertificate(tls);
    if (certificate === null || clientFault(certificate, now) !== null) return [];
    const turned = turnedAway(tls, http);
    const first = turned[0];
    if (first === undefined) return [];
    return [
      {
        title: `The server refuses the client certificate ${tls.client?.name ?? ''} (${first.how})`,
        ...storyOf(first, certificate),
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

/** Who has to act: whoever set up the server, unless it says, or its list says, that the certificate is the wrong one. */
function storyOf({ alert, authorities }: TurnedAway, certificate: OurCertificate): Partial<Observation> {
  if (alert?.number === 44) {
    return {
      blame: 'our-vantage',
      explanation:
        'A client certificate was asked for and shown, and the server says that it is revoked. Every server that reads the same revocation list refuses it.',
      fix: 'Have a new client certificate issued and point the setting at it. If it should not have been revoked, ask its authority.',
    };
  }
  if (alert?.number === 45) {
    return {
      explanation:
        'A client certificate was asked for and shown, and the server says that it has expired; by our clock it has not. The clock of the server is wrong, or a certificate between ours and the authority has ended.',
      fix: 'Compare the clock of the server (timedatectl, chronyc tracking) with ours, and look at the dates of the intermediates that the server holds for clients.',
    };
  }
  if (takesIssuer(certificate, authorities) === false) {
    return {
      blame: 'our-vantage',
      explanation:
        'The server names the authorities whose client certificates it takes, and the issuer of the one shown is not among them. It is the wrong certificate for this server, or the list of the server is out of date.',
      fix: 'Show a certificate of one of the authorities in the evidence. If ours should be among them, add its issuer to the list of the server (nginx: ssl_client_certificate; Apache: SSLCACertificateFile; HAProxy: ca-file).',
    };
  }
  return {};
}
