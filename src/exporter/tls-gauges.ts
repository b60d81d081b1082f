import type { ProbeResult } from '../core/probe.ts';
import type { Family } from '../core/series.ts';
import { factsIn } from '../diagnose/facts-in.ts';
import { DerError } from '../pki/asn1/der.ts';
import type { Name } from '../pki/certificate/certificate.ts';
import { isAcceptable } from '../probes/chain.ts';
import { gauge, info } from './gauges.ts';
import { goName } from './go-name.ts';

/** Of a handshake whose certificate clients accept; none of another one, as the exporter has it. */
export function tlsGauges(results: readonly ProbeResult[], now: Date): readonly Family[] {
  const served = factsIn(results, 'chain')?.chains.find((chain) => isAcceptable(chain, now));
  if (served === undefined || !served.path.trusted) return [];
  const { leaf, sent, path } = served;
  const version = versionIn(results);
  return [
    gauge('probe_ssl_earliest_cert_expiry', earliestEnd(sent)),
    gauge('probe_ssl_last_chain_expiry_timestamp_seconds', earliestEnd(path.path)),
    info('probe_ssl_last_chain_info', {
      fingerprint_sha256: leaf.fingerprint256,
      issuer: nameText(leaf.issuer),
      subject: nameText(leaf.subject),
      subjectalternative: (leaf.names?.dns ?? []).join(','),
    }),
    ...(version === null ? [] : [info('probe_tls_version_info', { version })]),
  ];
}

function earliestEnd(certificates: readonly { readonly notAfter: Date }[]): number {
  return Math.min(...certificates.map(({ notAfter }) => notAfter.getTime())) / 1000;
}

/** "TLS 1.3", as Go calls what OpenSSL calls TLSv1.3. */
function versionIn(results: readonly ProbeResult[]): string | null {
  for (const { handshake } of factsIn(results, 'tls')?.addresses ?? []) {
    if (handshake.kind !== 'completed') continue;
    const number = /^TLSv(1(?:\.\d)?)$/.exec(handshake.session.protocol)?.[1];
    return number === undefined ? handshake.session.protocol : `TLS ${number === '1' ? '1.0' : number}`;
  }
  return null;
}

/** A name that is malformed is told as far as it was read. */
function nameText({ raw, text }: Name): string {
  try {
    return goName(raw);
  } catch (thrown) {
    if (thrown instanceof DerError) return text;
    throw thrown;
  }
}
