import { defineCheck } from '../../core/check.ts';
import { httpProbe } from '../../probes/http.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { opensslClient } from '../commands/openssl.ts';
import { authorityEvidence, refusalEvidence, turnedAway } from '../reading/tls/client-certificates.ts';

export const clientCertificateRequired = defineCheck({
  id: 'tls/client-certificate-required',
  severity: 'fatal',
  blame: 'target',
  title: 'The server demands a client certificate',
  explanation:
    'The server asks each client for a certificate of its own (mutual TLS) and turns away those without, Notafter among them. If that is intended, clients with the right certificate are fine and nothing beyond the handshake could be looked at. If not, all ordinary clients fail.',
  fix: 'Give the client a certificate of one of the authorities in the evidence; Notafter shows one with client:name once CLIENT_CERT_NAME is set. If it should be open, switch the demand off (nginx: ssl_verify_client off; Apache: SSLVerifyClient none; HAProxy: remove verify required; cloud: switch mutual TLS off).',
  citation: 'RFC 8446 §4.3.2',
  reads: { tls: tlsProbe },
  mayRead: { http: httpProbe },
  judge({ tls, http }, { target }) {
    if (tls.client !== undefined) return [];
    const turned = turnedAway(tls, http);
    const first = turned[0];
    if (first === undefined) return [];
    return [
      {
        title: `The server demands a client certificate (${first.how})`,
        evidence: [...refusalEvidence(turned), ...authorityEvidence(first.authorities)],
        reproduce: opensslClient(target, first.address, '-msg'),
      },
    ];
  },
});
