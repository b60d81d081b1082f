import type { Evidence } from '../../../core/finding.ts';
import type { HttpFacts, HttpHop } from '../../../probes/http.ts';
import type { TlsFacts } from '../../../probes/tls/tls-facts.ts';
import { addressEvidence, certificateEvidence, evidence, listed } from '../evidence.ts';
import { alertText } from './alerts.ts';
import { failedWith, type SeenSession, sessionsOf, type TlsFailure } from './failures.ts';

/** A server that ended it over the client's certificate, or over the lack of one. */
export type TurnedAway = {
  readonly address: string;
  /** "unknown_ca (alert 48)", "HTTP 400", "connection cut". */
  readonly how: string;
  /** Null where it was not said by an alert. */
  readonly alert: TlsFailure['alert'];
  /** Distinguished names it takes; empty where it names none, or where they were not seen. */
  readonly authorities: readonly string[];
};

export type OurCertificate = NonNullable<NonNullable<TlsFacts['client']>['certificate']>;

/** The certificate of ours that servers were shown; null: none. */
export function shownCertificate(tls: TlsFacts): OurCertificate | null {
  return tls.client?.certificate ?? null;
}

/** Whether any server asked for a certificate. */
export function wasRequested(tls: TlsFacts): boolean {
  return tls.addresses.some(({ handshake }) => {
    if (handshake.kind === 'completed') return handshake.session.clientCertificate.requested;
    return handshake.kind === 'failed' && handshake.failure.sawCertificateRequest;
  });
}

export function turnedAway(tls: TlsFacts, http: HttpFacts | null): readonly TurnedAway[] {
  return [...duringHandshake(tls), ...afterHandshake(tls), ...inHttp(tls, http)];
}

/** TLS 1.2 refuses inside the handshake. */
function duringHandshake(tls: TlsFacts): readonly TurnedAway[] {
  return failedWith(tls, 'client-certificate-required').map(
    ({ address, failure: { alert, authorities = [] } }) => ({
      address,
      how: alert === null ? 'connection cut' : alertText(alert),
      alert,
      authorities,
    }),
  );
}

const hangingUp = 'closed the connection after the handshake';

/** TLS 1.3 refuses after it: RFC 8446 §4.4.2.4. */
function afterHandshake(tls: TlsFacts): readonly TurnedAway[] {
  return sessionsOf(tls).flatMap(({ address, session: { clientCertificate } }): readonly TurnedAway[] => {
    const { rejectedWith, authorities, hungUp } = clientCertificate;
    if (hungUp) return [{ address, how: hangingUp, alert: null, authorities }];
    if (rejectedWith === null) return [];
    return [{ address, how: alertText(rejectedWith), alert: rejectedWith, authorities }];
  });
}

/** nginx completes the handshake and answers 400, or the 495 and 496 it has for this; Node hangs up. */
function inHttp(tls: TlsFacts, http: HttpFacts | null): readonly TurnedAway[] {
  const first = http?.hops[0];
  if (http === null || first === undefined) return [];
  const how = hangsUpOnClient(tls, http) ? hangingUp : refusalIn(first, tls);
  if (how === null) return [];
  return undecided(tls)
    .filter(({ address }) => address === first.address)
    .map(({ address, session }) => ({
      address,
      how,
      alert: null,
      authorities: session.clientCertificate.authorities,
    }));
}

function undecided(tls: TlsFacts): readonly SeenSession[] {
  return sessionsOf(tls).filter(
    ({ session: { clientCertificate } }) =>
      clientCertificate.requested && clientCertificate.rejectedWith === null && !clientCertificate.hungUp,
  );
}

/** "The SSL certificate error", "No required SSL certificate was sent" are nginx's words under its 400. */
function refusalIn({ status, errorText }: HttpHop, tls: TlsFacts): string | null {
  if (status === 495 || status === 496) return `HTTP ${status}`;
  if (status !== 400) return null;
  // Other reasons for a 400 are many, above all where a certificate was shown.
  const words = errorText ?? '';
  if (words === '' ? tls.client !== undefined : !/certificate/i.test(words)) return null;
  return 'HTTP 400';
}

/** It asked for a certificate, saw ours, and ended the connection before a byte of an answer. */
export function hangsUpOnClient(tls: TlsFacts, { hops, end }: HttpFacts): boolean {
  const [first, second] = hops;
  if (tls.client === undefined || first === undefined || second !== undefined || end.kind !== 'failed')
    return false;
  const { kind } = end.failure;
  const cut = kind === 'empty-reply' || kind === 'reset' || kind === 'tls';
  return cut && undecided(tls).some(({ address }) => address === first.address);
}

/** Who turned the client away, and how the first of them did. */
export function refusalEvidence(turned: readonly TurnedAway[]): readonly Evidence[] {
  const [first] = turned;
  if (first === undefined) return [];
  return [addressEvidence(turned.map(({ address }) => address)), evidence('refused with', first.how)];
}

export function authorityEvidence(authorities: readonly string[]): readonly Evidence[] {
  return authorities.length === 0 ? [] : [evidence('accepts certificates of', listed(authorities, 5))];
}

/** Never more than what the certificate itself says. */
export function shownEvidence(tls: TlsFacts): readonly Evidence[] {
  const { client } = tls;
  if (client === undefined || client.certificate === null) return [];
  return [evidence('profile', client.name), ...certificateEvidence('shown certificate', client.certificate)];
}

export type ClientFault = 'dates' | 'purpose' | null;

/** What is wrong with our own certificate, whoever looks at it. Dates first: nobody gets past them. */
export function clientFault(
  { notBefore, notAfter, extendedKeyUsage }: OurCertificate,
  now: Date,
): ClientFault {
  if (now > notAfter || now < notBefore) return 'dates';
  if (extendedKeyUsage === null) return null;
  return extendedKeyUsage.includes('clientAuth') || extendedKeyUsage.includes('anyExtendedKeyUsage')
    ? null
    : 'purpose';
}

/** Whether the server named our issuer among those it takes; null where it named none, or too many to tell. */
export function takesIssuer(certificate: OurCertificate, authorities: readonly string[]): boolean | null {
  if (authorities.length === 0 || authorities.length >= mostNamed) return null;
  const ours = [certificate.issuer.text, certificate.subject.text].map(comparable);
  return authorities.some((authority) => ours.includes(comparable(authority)));
}

/** So many are read of the list. */
const mostNamed = 20;

/** The two readers of names order and space them alike; case is not told apart (RFC 5280 §7.1). */
function comparable(name: string): string {
  return name.toLowerCase().replace(/\s*,\s*/g, ',');
}
