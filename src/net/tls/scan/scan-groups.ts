import { groupOf, modernGroups, type NamedGroup, olderCurves } from '../groups/named-groups.ts';
import type { CipherSuite } from '../suites/cipher-suite.ts';
import type { Asker } from './asker.ts';
import { type Decider, deciderOf, type Found, isWhole, oneByOne, type Question } from './one-by-one.ts';
import type { VersionLook } from './scan-versions.ts';
import { tls12, tls13 } from './versions.ts';

export type ScannedGroups = {
  /** In the order the server chose them. */
  readonly groups: readonly NamedGroup[];
  readonly decider: Decider;
  readonly complete: boolean;
};

export type ScannedDiffieHellman = {
  readonly bits: number;
  /** The RFC or program the prime comes from; null for one of the server's own. */
  readonly origin: string | null;
  /** Names of the suites that use it. */
  readonly suites: readonly string[];
  /** The same key in two connections: stolen once, it opens both (RFC 9325 §7.4). */
  readonly keyKept: boolean;
};

/** Key exchange groups of TLS 1.3; null when it is not spoken. */
export async function scanModernGroups(look: VersionLook, asker: Asker): Promise<ScannedGroups | null> {
  const { seen, offer } = look;
  if (seen.outcome !== 'spoken') return null;
  const suites = seen.suites.map(({ code }) => code);
  const asked: Question = {
    ask: (groups) => asker.ask({ version: tls13, suites, groups, ...offer }),
    choiceIn: ({ version, group }) => (version === tls13 ? group : null),
  };
  return finished(await oneByOne(modernGroups, asked), asked);
}

/** Curves of the newest older version that has ECDHE; null when none has. */
export async function scanOlderGroups(
  looks: readonly VersionLook[],
  asker: Asker,
): Promise<ScannedGroups | null> {
  for (const { seen } of looks) {
    const elliptic = seen.suites.filter(({ keyExchange }) => keyExchange.startsWith('ECDHE'));
    if (seen.code > tls12 || elliptic.length === 0) continue;
    return curvesOf(seen.code, elliptic, asker);
  }
  return null;
}

async function curvesOf(
  version: number,
  elliptic: readonly CipherSuite[],
  asker: Asker,
): Promise<ScannedGroups> {
  const suites = elliptic.map(({ code }) => code);
  const withLast = (last: readonly number[]): Question => ({
    ask: (groups) => asker.ask({ version, suites, groups: [...groups, ...last] }, 'flight'),
    choiceIn: ({ keyExchange }) => (keyExchange?.kind === 'curve' ? keyExchange.group : null),
  });
  const found = await oneByOne(olderCurves, withLast([]));
  const signed = found.chosen.filter((code) => certificateCurves.has(code));
  if (signed.length === 0 || elliptic.some(({ authentication }) => authentication !== 'ECDSA')) {
    return finished(found, withLast([]));
  }
  // Without the curve of its certificate an ECDSA server may not sign at all (RFC 8422 §5.1): it stays on offer, last.
  const left = olderCurves.filter((code) => !found.chosen.includes(code));
  const more = await oneByOne(left, withLast(signed));
  const chosen = [...found.chosen, ...more.chosen];
  const end = more.end === 'off-offer' ? null : more.end;
  return finished({ chosen, answers: [], end }, withLast([]));
}

const certificateCurves = new Set([0x0017, 0x0018, 0x0019]);

async function finished(found: Found, asked: Question): Promise<ScannedGroups> {
  return {
    groups: found.chosen.map(groupOf),
    decider: await deciderOf(found.chosen, asked),
    complete: isWhole(found),
  };
}

type Exchange = {
  readonly suite: CipherSuite;
  readonly bits: number;
  readonly origin: string | null;
  readonly share: string;
};

/** The finite-field parameters that came with the suites, export ones apart since theirs are of another size. */
export function diffieHellmanIn(looks: readonly VersionLook[]): readonly ScannedDiffieHellman[] {
  const exchanges = looks.flatMap(({ answers, seen }) =>
    answers.flatMap(({ keyExchange, cipherSuite }): readonly Exchange[] => {
      const suite = seen.suites.find(({ code }) => code === cipherSuite);
      if (keyExchange?.kind !== 'prime' || suite === undefined) return [];
      const { bits, origin, share } = keyExchange;
      return [{ suite, bits, origin, share }];
    }),
  );
  const byPrime = Map.groupBy(exchanges, ({ bits, origin }) => `${bits} ${origin}`);
  return [...byPrime.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const { bits, origin } = first;
    const shares = new Set(same.map(({ share }) => share));
    const suites = [...new Set(same.map(({ suite }) => suite.name))];
    return [{ bits, origin, suites, keyKept: shares.size < same.length }];
  });
}
