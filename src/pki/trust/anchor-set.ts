import { createHash } from 'node:crypto';
import type { Certificate } from '../certificate/certificate.ts';
import { parseCertificate } from '../certificate/parse-certificate.ts';
import { readPem } from '../files/pem/pem.ts';
import { nameKey } from '../names/name-key.ts';

/** A set of trust anchors: all that a path search asks of a store. */
export type AnchorSet = {
  readonly size: number;
  readonly anchors: readonly Certificate[];
  /** Whether this very certificate is one of them. */
  has(certificate: Certificate): boolean;
  /** Anchors whose subject is this name (hexadecimal DER, see `Name.raw`), compared as RFC 5280 §7.1 compares. */
  bySubject(raw: string): readonly Certificate[];
};

export function anchorSet(certificates: readonly Certificate[]): AnchorSet {
  const byFingerprint = new Map(certificates.map((anchor) => [anchor.fingerprint256, anchor]));
  const anchors = [...byFingerprint.values()];
  const subjects = Map.groupBy(anchors, (anchor) => nameKey(anchor.subject.raw));
  return {
    size: anchors.length,
    anchors,
    has: (certificate) => byFingerprint.has(certificate.fingerprint256),
    bySubject: (raw) => subjects.get(nameKey(raw)) ?? [],
  };
}

/**
 * A set behind PEM text that is read when it is first asked for. `has` hashes and reads no certificate: a second store
 * costs a sound chain a millisecond, once. What cannot be read is left out.
 */
export function lazyAnchorSet(readText: () => string): AnchorSet {
  let ders: readonly Uint8Array[] | null = null;
  let fingerprints: ReadonlySet<string> | null = null;
  let whole: AnchorSet | null = null;
  const read = () => {
    ders ??= readPem(readText());
    return ders;
  };
  const parsed = () => {
    whole ??= anchorSet(parseAnchors(read()));
    return whole;
  };
  const hashes = () => {
    fingerprints ??= new Set(read().map((der) => createHash('sha256').update(der).digest('hex')));
    return fingerprints;
  };
  return {
    get size() {
      return hashes().size;
    },
    get anchors() {
      return parsed().anchors;
    },
    has: ({ fingerprint256 }) => hashes().has(fingerprint256),
    bySubject: (raw) => parsed().bySubject(raw),
  };
}

/** Anchors of both, each once. */
export function joined(one: AnchorSet, other: AnchorSet): AnchorSet {
  if (other.size === 0) return one;
  return anchorSet([...one.anchors, ...other.anchors]);
}

function parseAnchors(ders: readonly Uint8Array[]): readonly Certificate[] {
  return ders.flatMap((der) => {
    const certificate = parseCertificate(der);
    return 'unreadable' in certificate ? [] : [certificate];
  });
}
