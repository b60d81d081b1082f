import type { Asker } from './asker.ts';
import { scanAlpn } from './scan-alpn.ts';
import {
  type NamelessAnswer,
  type ScannedCertificate,
  scanCertificates,
  scanWithoutName,
} from './scan-certificates.ts';
import { type ScannedFeatures, scanFeatures } from './scan-features.ts';
import {
  diffieHellmanIn,
  type ScannedDiffieHellman,
  type ScannedGroups,
  scanModernGroups,
  scanOlderGroups,
} from './scan-groups.ts';
import { type ScannedSessions, scanSessions } from './scan-sessions.ts';
import { type ScannedVersion, scanVersionsOf } from './scan-versions.ts';
import { tls13 } from './versions.ts';

/** What one address speaks, as far as hellos can tell. No certificate is judged and nothing is attacked. */
export type TlsScan = {
  /** Newest first, those that are not spoken too. */
  readonly versions: readonly ScannedVersion[];
  /** Of TLS 1.3; null when it is not spoken. */
  readonly modernGroups: ScannedGroups | null;
  /** Curves of TLS 1.2 and older; null when there is no ECDHE. */
  readonly olderGroups: ScannedGroups | null;
  readonly diffieHellman: readonly ScannedDiffieHellman[];
  readonly certificates: readonly ScannedCertificate[];
  /** What comes without SNI; null: not asked, or not to be told. */
  readonly withoutName: NamelessAnswer | null;
  /** Null: not asked. */
  readonly alpn: readonly string[] | null;
  readonly features: ScannedFeatures | null;
  readonly sessions: ScannedSessions | null;
  readonly connections: number;
  /** False: time, connections or the patience of the server ran out before everything was seen. */
  readonly complete: boolean;
};

export type ScanOptions = {
  readonly serverName: string | null;
  readonly signal: AbortSignal;
  /** `handshake`: versions, suites and groups only, which is what explains a handshake that fails. */
  readonly extent: 'everything' | 'handshake';
  /** Told as each version ends, and what comes after. */
  onSeen?(words: string): void;
};

export async function scanTls(asker: Asker, options: ScanOptions): Promise<TlsScan> {
  const { serverName, signal, extent, onSeen } = options;
  const looks = await scanVersionsOf(asker, onSeen);
  onSeen?.('groups, certificates and sessions');
  const modern = looks.find(({ seen }) => seen.code === tls13);
  const whole = extent === 'everything';
  const [modernGroups, olderGroups, certificates, withoutName, alpn, features, sessions] = await Promise.all([
    modern === undefined ? null : scanModernGroups(modern, asker),
    scanOlderGroups(looks, asker),
    whole ? scanCertificates(looks, asker, serverName) : [],
    whole && serverName !== null ? scanWithoutName(looks, asker) : null,
    whole ? scanAlpn(looks, asker, serverName) : null,
    whole ? scanFeatures(looks, asker, serverName) : null,
    whole ? scanSessions(looks, asker, { serverName, signal }) : null,
  ]);
  const versions = looks.map(({ seen }) => seen);
  return {
    versions,
    modernGroups,
    olderGroups,
    diffieHellman: diffieHellmanIn(looks),
    certificates,
    withoutName,
    alpn,
    features,
    sessions,
    connections: asker.connections(),
    complete: asker.sawAll() && versions.every(({ complete }) => complete),
  };
}
