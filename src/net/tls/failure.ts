import { type Alert, alertInText, alertOf } from './alerts.ts';
import { authorityTexts } from './authority-names.ts';
import type { Fate } from './fate.ts';
import { canBeTls, spokenBy } from './first-bytes.ts';
import type { HandshakeFailure } from './handshake-facts.ts';
import { readServerFlight, type ServerFlight } from './server-flight.ts';

export type Broken = {
  readonly fate: Exclude<Fate, { readonly kind: 'connected' }>;
  readonly inbound: Uint8Array;
  readonly secret: Uint8Array | null;
  readonly ended: 'reset' | 'closed' | null;
};

/** One code of OpenSSL hides several faults: the bytes that arrived and the moment it broke tell them apart. */
export function failureOf(broken: Broken): HandshakeFailure {
  const { fate, inbound, secret } = broken;
  const flight = readServerFlight(inbound, secret);
  const error = fate.kind === 'broken' ? fate.error : null;
  const alert = alertOfPeer(flight, error);
  const notTls = !canBeTls(inbound);
  return {
    kind: kindOf(broken, { error, alert, notTls }),
    alert,
    spoke: notTls ? spokenBy(inbound) : null,
    firstBytes: Uint8Array.from(inbound.subarray(0, 256)),
    sawServerHello: flight.serverHello !== null,
    sawCertificateRequest: flight.acceptableAuthorities !== null,
    ...(flight.acceptableAuthorities === null
      ? {}
      : { authorities: authorityTexts(flight.acceptableAuthorities) }),
    errorCode: codeOf(error),
    chain: flight.certificates ?? [],
  };
}

/** From the wire while it is in the clear, else from OpenSSL's words. A warning counts when nothing worse came. */
function alertOfPeer(flight: ServerFlight, error: Error | null): Alert | null {
  const said = error === null ? null : alertInText(error.message);
  const onWire = flight.alerts.find((alert) => alert.fatal) ?? flight.alerts.at(-1);
  return said ?? (onWire === undefined ? null : alertOf(onWire.number));
}

type Signs = { readonly error: Error | null; readonly alert: Alert | null; readonly notTls: boolean };

function kindOf({ fate, ended }: Broken, { error, alert, notTls }: Signs): HandshakeFailure['kind'] {
  if (fate.kind === 'aborted') return 'aborted';
  if (notTls) return 'not-tls';
  // close_notify (0) announces a close and blames nothing.
  if (alert !== null && alert.number !== 0) return 'alert';
  if (fate.kind === 'timeout') return 'timeout';
  const code = codeOf(error);
  if (code?.startsWith('ERR_SSL_')) return 'refused-by-us';
  // Node's word for an end of the TLS stream that it saw before we saw the FIN.
  return ended ?? (code === 'ECONNRESET' ? 'closed' : 'other');
}

function codeOf(error: Error | null): string | null {
  return error !== null && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
