import type { Evidence, Observation } from '../../../core/finding.ts';
import type { Target } from '../../../core/target.ts';
import type { CipherSuite } from '../../../net/tls/suites/cipher-suite.ts';
import type { TlsFacts } from '../../../probes/tls/tls-facts.ts';
import type { ScannedAddress, TlsScanFacts } from '../../../probes/tls-scan.ts';
import { opensslClient } from '../../commands/openssl.ts';
import { addressOf } from '../../commands/place.ts';
import { addressEvidence, evidence, listed } from '../evidence.ts';
import { sessionsOf } from './failures.ts';

export type ScannedVersion = ScannedAddress['versions'][number];

export function spokenIn({ versions }: ScannedAddress): readonly ScannedVersion[] {
  return versions.filter(({ outcome }) => outcome === 'spoken');
}

/** What may be judged by itself: where no handshake of ours came about, the rule of that failure tells it all. */
export function judgedScans(tls: TlsFacts, scan: TlsScanFacts | null): readonly ScannedAddress[] {
  if (scan?.reason !== 'asked' || sessionsOf(tls).length === 0) return [];
  return scan.addresses.filter((seen) => spokenIn(seen).length > 0);
}

/** What an address that turned us away does speak; nothing when there was no scan of it, or nothing was found. */
export function spokenEvidence(scan: TlsScanFacts | null, address: string): readonly Evidence[] {
  const seen = scan?.addresses.find((one) => addressOf(one.address) === address);
  if (seen === undefined) return [];
  const spoken = spokenIn(seen);
  const groups = [...(seen.modernGroups?.groups ?? []), ...(seen.olderGroups?.groups ?? [])];
  return [
    ...spoken.map(({ name, suites }) => evidence(`speaks ${name}`, listed(suites.map(suiteText), 5))),
    ...(groups.length === 0
      ? []
      : [evidence('groups', listed([...new Set(groups.map(({ name }) => name))]))]),
    ...seen.diffieHellman.map(({ bits, origin }) =>
      evidence('Diffie-Hellman', `${bits} bits${origin === null ? '' : `, the prime of ${origin}`}`),
    ),
  ];
}

/** "TLS 1.0 and TLS 1.1"; null when nothing is known. */
export function spokenNames(scan: TlsScanFacts | null, address: string): string | null {
  const seen = scan?.addresses.find((one) => addressOf(one.address) === address);
  const names = seen === undefined ? [] : spokenIn(seen).map(({ name }) => name);
  return names.length === 0 ? null : joined(names.toReversed());
}

export function joined(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** As people look it up: OpenSSL's name where it has one. */
export function suiteText({ openssl, name }: CipherSuite): string {
  return openssl ?? name;
}

export type AcceptedSuite = { readonly version: ScannedVersion; readonly suite: CipherSuite };

/** The suites of an address for which this holds, newest version first. */
export function acceptedSuites(
  seen: ScannedAddress,
  holds: (suite: CipherSuite) => boolean,
): readonly AcceptedSuite[] {
  return spokenIn(seen).flatMap((version) =>
    version.suites.filter(holds).map((suite) => ({ version, suite })),
  );
}

const flags: Readonly<Record<string, string>> = {
  'TLS 1.3': '-tls1_3',
  'TLS 1.2': '-tls1_2',
  'TLS 1.1': '-tls1_1',
  'TLS 1.0': '-tls1',
  'SSL 3.0': '-ssl3',
};

/** The handshake in that version with that suite; null where OpenSSL has no word for either. */
export function opensslWith(
  target: Target,
  address: string,
  version: string,
  suite: CipherSuite | null,
): string | null {
  const flag = flags[version];
  if (flag === undefined || (suite !== null && suite.openssl === null)) return null;
  const cipher = suite === null ? 'ALL:COMPLEMENTOFALL' : suite.openssl;
  // What is too weak for a build's own policy is spoken at level 0 only.
  return version === 'TLS 1.3'
    ? opensslClient(target, address, flag, `-ciphersuites ${cipher}`)
    : opensslClient(target, address, flag, `-cipher ${cipher}:@SECLEVEL=0`);
}

export type ScanGiven = {
  readonly tls: TlsFacts;
  readonly scan: TlsScanFacts | null;
  readonly target: Target;
};

/** The finding about whatever holds of scanned addresses: shown at the first, with the others named. */
export function scanFinding<Seen>(
  { tls, scan }: ScanGiven,
  look: (seen: ScannedAddress) => Seen | null,
  tell: (seen: Seen, address: string) => Observation,
): readonly Observation[] {
  const hits = judgedScans(tls, scan).flatMap((one) => {
    const seen = look(one);
    return seen === null ? [] : [{ address: addressOf(one.address), seen }];
  });
  const [first] = hits;
  if (first === undefined) return [];
  const { evidence: more, ...told } = tell(first.seen, first.address);
  return [{ ...told, evidence: [addressEvidence(hits.map(({ address }) => address)), ...more] }];
}

/** The finding that a server accepts suites it need not. */
export function acceptedFinding(
  given: ScanGiven,
  holds: (suite: CipherSuite) => boolean,
  tell: (accepted: readonly AcceptedSuite[]) => Partial<Observation>,
): readonly Observation[] {
  const look = (seen: ScannedAddress) => {
    const accepted = acceptedSuites(seen, holds);
    return accepted.length === 0 ? null : accepted;
  };
  return scanFinding(given, look, (accepted, address) => {
    const byVersion = Map.groupBy(accepted, ({ version }) => version.name);
    const [example] = accepted;
    return {
      evidence: [...byVersion].map(([name, list]) =>
        evidence(name, listed(list.map(({ suite }) => suiteText(suite)))),
      ),
      reproduce:
        example === undefined
          ? null
          : opensslWith(given.target, address, example.version.name, example.suite),
      ...tell(accepted),
    };
  });
}
