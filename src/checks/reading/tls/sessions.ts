import type { Observation } from '../../../core/finding.ts';
import type { Target } from '../../../core/target.ts';
import type { TlsFacts } from '../../../probes/tls/tls-facts.ts';
import { opensslClient } from '../../commands/openssl.ts';
import { addressEvidence, evidence } from '../evidence.ts';
import { sessionsOf, type TlsSession } from './failures.ts';

/** The finding about what completed handshakes agreed on, for the addresses where `applies` holds. */
export function agreedOn(
  tls: TlsFacts,
  target: Target,
  applies: (session: TlsSession) => boolean,
  title: (session: TlsSession) => string,
): readonly Observation[] {
  const found = sessionsOf(tls).filter(({ session }) => applies(session));
  const first = found[0];
  if (first === undefined) return [];
  const { protocol, cipher, group } = first.session;
  return [
    {
      title: title(first.session),
      evidence: [
        addressEvidence(found.map(({ address }) => address)),
        evidence('protocol', protocol),
        evidence('cipher', cipher),
        evidence('key exchange', group ?? 'RSA key transport'),
      ],
      reproduce: opensslClient(target, first.address),
    },
  ];
}

/** (EC)DHE in IANA or OpenSSL spelling; TLS 1.3 always has it. */
export function hasForwardSecrecy({ protocol, cipher }: TlsSession): boolean {
  return protocol === 'TLSv1.3' || /(^|_)(EC)?DHE[_-]/.test(cipher);
}
