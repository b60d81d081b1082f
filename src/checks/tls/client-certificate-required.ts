import { defineCheck } from '../../core/check.ts';
import type { Evidence } from '../../core/finding.ts';
import type { HttpFacts } from '../../probes/http.ts';
import { httpProbe } from '../../probes/http.ts';
import { type TlsFacts, tlsProbe } from '../../probes/tls.ts';
import { opensslClient } from '../commands/openssl.ts';
import { addressEvidence, evidence, listed } from '../reading/evidence.ts';
import { alertText } from '../reading/tls-alerts.ts';
import { failedWith, sessionsOf } from '../reading/tls-failures.ts';

export const clientCertificateRequired = defineCheck({
  id: 'tls/client-certificate-required',
  severity: 'fatal',
  blame: 'target',
  title: 'The server demands a client certificate',
  explanation:
    'The server asks each client for a certificate of its own (mutual TLS) and turns away those without, Notafter among them. If that is intended, clients with the right certificate are fine and nothing beyond the handshake could be looked at. If not, all ordinary clients fail.',
  fix: 'Give the client a certificate of one of the authorities in the evidence. If it should be open, switch the demand off (nginx: ssl_verify_client off; Apache: SSLVerifyClient none; HAProxy: remove verify required; cloud: switch mutual TLS off).',
  citation: 'RFC 8446 §4.3.2',
  reads: { tls: tlsProbe },
  mayRead: { http: httpProbe },
  judge({ tls, http }, { target }) {
    const turnedAway = [...duringHandshake(tls), ...afterHandshake(tls), ...inHttp(tls, http)];
    const first = turnedAway[0];
    if (first === undefined) return [];
    return [
      {
        title: `The server demands a client certificate (${first.how})`,
        evidence: [
          addressEvidence(turnedAway.map(({ address }) => address)),
          evidence('refused with', first.how),
          ...authorityEvidence(first.authorities),
        ],
        reproduce: opensslClient(target, first.address, '-msg'),
      },
    ];
  },
});

type TurnedAway = { readonly address: string; readonly how: string; readonly authorities: readonly string[] };

/** TLS 1.2 refuses inside the handshake. */
function duringHandshake(tls: TlsFacts): readonly TurnedAway[] {
  return failedWith(tls, 'client-certificate-required').map(({ address, failure: { alert } }) => ({
    address,
    how: alert === null ? 'connection cut' : alertText(alert),
    authorities: [],
  }));
}

/** TLS 1.3 refuses after it: RFC 8446 §4.4.2.4. */
function afterHandshake(tls: TlsFacts): readonly TurnedAway[] {
  return sessionsOf(tls).flatMap(({ address, session: { clientCertificate } }) => {
    const { rejectedWith, authorities } = clientCertificate;
    return rejectedWith === null ? [] : [{ address, how: alertText(rejectedWith), authorities }];
  });
}

/** nginx completes the handshake and answers 400, or the 495 and 496 it has for this. */
function inHttp(tls: TlsFacts, http: HttpFacts | null): readonly TurnedAway[] {
  const first = http?.hops[0];
  if (first?.status === undefined || first.status === null) return [];
  if (![400, 495, 496].includes(first.status)) return [];
  const { status } = first;
  return sessionsOf(tls).flatMap(({ address, session: { clientCertificate } }) =>
    clientCertificate.requested && clientCertificate.rejectedWith === null && address === first.address
      ? [{ address, how: `HTTP ${status}`, authorities: clientCertificate.authorities }]
      : [],
  );
}

function authorityEvidence(authorities: readonly string[]): readonly Evidence[] {
  return authorities.length === 0 ? [] : [evidence('accepts certificates of', listed(authorities, 5))];
}
