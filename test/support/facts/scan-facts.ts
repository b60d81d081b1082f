import { groupOf } from '../../../src/net/tls/groups/named-groups.ts';
import { scanVersions, type VersionName } from '../../../src/net/tls/scan/versions.ts';
import { suiteOf } from '../../../src/net/tls/suites/registry.ts';
import type { ScannedAddress, TlsScanFacts } from '../../../src/probes/tls-scan.ts';
import { allowed, ip } from './probe-facts.ts';

type Features = NonNullable<ScannedAddress['features']>;
type Sessions = NonNullable<ScannedAddress['sessions']>;

/** What a current server shows. */
export const currentSuites: Partial<Record<VersionName, readonly number[]>> = {
  'TLS 1.3': [0x1302, 0x1303, 0x1301],
  'TLS 1.2': [0xc02c, 0xc030, 0xc02b, 0xc02f],
};

export type ScanChanges = Partial<
  Omit<ScannedAddress, 'versions' | 'features' | 'sessions' | 'modernGroups'>
> & {
  /** Codes of the suites of each version that is spoken. */
  readonly suites?: Partial<Record<VersionName, readonly number[]>>;
  /** Codes of the groups of TLS 1.3. */
  readonly groups?: readonly number[];
  readonly features?: Partial<Features>;
  readonly sessions?: Partial<Sessions>;
};

export function scannedAddress(changes: ScanChanges = {}): ScannedAddress {
  const { suites = currentSuites, groups = [0x11ec, 0x001d, 0x0017], features, sessions, ...rest } = changes;
  return {
    address: allowed(ip),
    elapsedMs: 400,
    versions: scanVersions.map(({ code, name }) => {
      const spoken = suites[name];
      return {
        code,
        name,
        outcome: spoken === undefined ? 'refused' : 'spoken',
        why: spoken === undefined ? 'protocol_version (alert 70)' : null,
        suites: (spoken ?? []).map(suiteOf),
        decider: 'server',
        complete: true,
      };
    }),
    modernGroups: { groups: groups.map(groupOf), decider: 'server', complete: true },
    olderGroups: { groups: [0x001d, 0x0017].map(groupOf), decider: 'server', complete: true },
    diffieHellman: [],
    certificates: [],
    withoutName: { kind: 'same' },
    alpn: ['h2', 'http/1.1'],
    features: {
      secureRenegotiation: true,
      extendedMasterSecret: true,
      encryptThenMac: null,
      stapling: false,
      compression: false,
      fallbackScsv: true,
      downgradeSentinel: true,
      heartbeat: false,
      clientCertificate: { requested: false, authorities: [] },
      ...features,
    },
    sessions: {
      tickets: true,
      sessionIds: true,
      preSharedKeys: true,
      clientRenegotiation: false,
      ...sessions,
    },
    connections: 30,
    complete: true,
    ...rest,
  };
}

export function scanFacts(changes: ScanChanges = {}, reason: TlsScanFacts['reason'] = 'asked'): TlsScanFacts {
  return { reason, serverName: 'api.example.org', addresses: [scannedAddress(changes)] };
}
