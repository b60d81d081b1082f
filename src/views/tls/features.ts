import type { ScannedAddress } from '../../probes/tls-scan.ts';

export type FeatureLine = { readonly label: string; readonly value: string };

/** What else a scan found out, one line each; what could not be told says so. */
export function featureLines(scan: ScannedAddress): readonly FeatureLine[] {
  const { alpn, features, sessions, withoutName } = scan;
  const lines: FeatureLine[] = [];
  const add = (label: string, value: string) => lines.push({ label, value });
  const tell = (label: string, known: boolean | null, [yes, no]: readonly [string, string]) =>
    add(label, known === null ? 'not known' : known ? yes : no);
  if (alpn !== null) add('ALPN', alpn.length === 0 ? 'none' : alpn.join(', '));
  if (withoutName !== null) add('Without SNI', nameless[withoutName.kind]);
  if (sessions !== null) {
    add('Resumption', resumptionText(sessions));
    tell('Renegotiation by a client', sessions.clientRenegotiation, ['accepted', 'refused']);
  }
  if (features === null) return lines;
  tell('Secure renegotiation', features.secureRenegotiation, yesNo);
  tell('Extended master secret', features.extendedMasterSecret, yesNo);
  tell('Encrypt-then-MAC', features.encryptThenMac, yesNo);
  tell('Fallback refused (SCSV)', features.fallbackScsv, yesNo);
  tell('Downgrade sentinel', features.downgradeSentinel, yesNo);
  tell('Compression', features.compression, ['on (CRIME)', 'off']);
  tell('OCSP stapling', features.stapling, yesNo);
  tell('Heartbeat extension', features.heartbeat, ['answered', 'not answered']);
  add('Client certificate', clientCertificateText(features.clientCertificate));
  return lines;
}

const yesNo = ['yes', 'no'] as const;
const nameless = { same: 'the same certificate', other: 'another certificate', refused: 'refused' } as const;

function resumptionText(sessions: NonNullable<ScannedAddress['sessions']>): string {
  const ways = [
    ['tickets', sessions.tickets],
    ['session IDs', sessions.sessionIds],
    ['TLS 1.3 tickets', sessions.preSharedKeys],
  ] as const;
  const working = ways.filter(([, works]) => works === true).map(([name]) => name);
  if (working.length > 0) return working.join(', ');
  return ways.some(([, works]) => works === false) ? 'none' : 'not known';
}

function clientCertificateText(asked: NonNullable<ScannedAddress['features']>['clientCertificate']): string {
  if (asked === null) return 'not known';
  if (!asked.requested) return 'not asked for';
  const { authorities } = asked;
  return authorities.length === 0 ? 'asked for' : `asked for, of ${authorities.slice(0, 3).join('; ')}`;
}
