import { createHash } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import { clientContextSettings } from '../../net/tls/client-settings.ts';
import type { Certificate } from '../certificate/certificate.ts';
import type { AnchorSet } from '../trust/anchor-set.ts';

/** OpenSSL's verdict on a list of certificates, as `Session.openssl` has it; null: it is content. */
export type OpensslVerdict = { readonly code: string; readonly message: string } | null;

/** A list exactly as one server sent it, in one version of TLS. */
export type ServedList = { readonly protocol: string; readonly chain: readonly Certificate[] };

/**
 * What this process's OpenSSL said of lists of certificates that it saw before. A handshake that verifies costs half as much again
 * as one that does not, and the same bytes, anchors and dates have the same verdict. So a place that showed a known list is
 * shaken hands with by a context without anchors; whoever finds another list there, to the byte, shakes hands again.
 */
export type KnownVerdicts = {
  /** For such handshakes. What OpenSSL says in them means nothing. */
  readonly contextWithoutAnchors: SecureContext;
  /** How to look at `place`, should it show the list seen there last, which is still known at `now`; null: it is not. */
  expects(place: string, now: Date): { readonly byOurselves: boolean } | null;
  /** Undefined: never seen there, or a date within it, or of an anchor, came or went since. */
  recall(place: string, list: ServedList, now: Date): { readonly openssl: OpensslVerdict } | undefined;
  /** `openssl`: of a handshake with all anchors, a moment ago. Of what is malformed OpenSSL may read other dates than we do. */
  keep(place: string, list: ServedList, verdict: KeptVerdict, now: Date): void;
};

/** `byOurselves`: its next handshake needs no OpenSSL. */
export type KeptVerdict = { readonly openssl: OpensslVerdict; readonly byOurselves: boolean };

type Known = {
  /** SHA-256. */
  readonly digest: string;
  /** No certificate began or ended between these, in milliseconds. */
  readonly from: number;
  readonly until: number;
} & KeptVerdict;

/** Some 250 bytes each. A sweep of more looks at all of it anew. */
const mostPlaces = 150_000;
/** OpenSSL judged some time within the handshake, by the clock of the machine and in whole seconds. */
const marginMs = 15_000;

/** For one list of anchors; whoever has others keeps verdicts of their own. */
export function knownVerdicts({ anchors }: Pick<AnchorSet, 'anchors'>, most = mostPlaces): KnownVerdicts {
  const known = new Map<string, Known>();
  const said = new Map<string, OpensslVerdict>();
  let context: SecureContext | null = null;
  let turns: readonly number[] | null = null;

  function isCurrent({ from, until }: Pick<Known, 'from' | 'until'>, now: Date): boolean {
    return from + marginMs < now.getTime() && now.getTime() < until - marginMs;
  }

  return {
    get contextWithoutAnchors() {
      context ??= createSecureContext({ ...clientContextSettings, ca: [] });
      return context;
    },
    expects(place, now) {
      const found = known.get(place);
      return found !== undefined && isCurrent(found, now) ? found : null;
    },
    recall(place, list, now) {
      const found = known.get(place);
      if (found === undefined || !isCurrent(found, now) || found.digest !== digestOf(list)) return undefined;
      return { openssl: found.openssl };
    },
    keep(place, list, { openssl, byOurselves }, now) {
      turns ??= turnsOf(anchors);
      const made = {
        digest: digestOf(list),
        ...windowAround(now.getTime(), [...turns, ...turnsOf(list.chain)]),
      };
      known.delete(place);
      if (list.chain.some(({ faults }) => faults.length > 0) || !isCurrent(made, now)) return;
      if (known.size >= most) forgetOldest();
      known.set(place, { ...made, openssl: shared(openssl), byOurselves });
    },
  };

  function forgetOldest(): void {
    const oldest = known.keys().next().value;
    if (oldest !== undefined) known.delete(oldest);
  }

  /** A fleet has few different verdicts. */
  function shared(openssl: OpensslVerdict): OpensslVerdict {
    if (openssl === null) return null;
    const key = `${openssl.code} ${openssl.message}`;
    const same = said.get(key);
    if (same !== undefined) return same;
    if (said.size < mostWords) said.set(key, openssl);
    return openssl;
  }
}

const mostWords = 200;

function turnsOf(certificates: readonly Certificate[]): readonly number[] {
  return certificates.flatMap(({ notBefore, notAfter }) => [notBefore.getTime(), notAfter.getTime()]);
}

function windowAround(
  now: number,
  turns: readonly number[],
): { readonly from: number; readonly until: number } {
  let from = Number.NEGATIVE_INFINITY;
  let until = Number.POSITIVE_INFINITY;
  for (const turn of turns) {
    if (turn <= now) from = Math.max(from, turn);
    else until = Math.min(until, turn);
  }
  return { from, until };
}

/** Fingerprints have one length, so that no two lists run together. */
function digestOf({ protocol, chain }: ServedList): string {
  const hash = createHash('sha256').update(`${protocol} `);
  for (const { fingerprint256 } of chain) hash.update(fingerprint256);
  return hash.digest('base64url');
}
