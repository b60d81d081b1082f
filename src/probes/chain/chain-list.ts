import type { Certificate } from '../../pki/certificate/certificate.ts';
import { certificateLabel } from '../../pki/certificate/describe.ts';
import { nameKey } from '../../pki/names/name-key.ts';
import type { ChainOrder } from './chain-order.ts';

/** What a certificate is in the list it was sent in, judged by names, and by the path where one is known. */
export type SentMark =
  | { readonly kind: 'leaf' }
  /** The names say that it issued the one at `of`. */
  | { readonly kind: 'issuer'; readonly of: number }
  /** Self-issued, and at the end of some way up. */
  | { readonly kind: 'root' }
  /** It leads up from the leaf, and the path that verifies goes another way. */
  | { readonly kind: 'off-path' }
  /** The path that verifies needs it, and no way leads to it over what was sent: one between is missing. */
  | { readonly kind: 'on-path' }
  /** No way leads from the leaf to it. */
  | { readonly kind: 'stranger' }
  | { readonly kind: 'duplicate'; readonly of: number };

export type SentEntry =
  | ({ readonly position: number; readonly mark: SentMark } & Labelled)
  | { readonly position: number; readonly mark: { readonly kind: 'unreadable' }; readonly problem: string };

/** `label`: how people call it, of any length, empty when it has no name. */
export type Labelled = { readonly label: string; readonly notAfter: Date };

export type PathEntry = Labelled & {
  /** Position in the list as sent; else where a verifier found it. */
  readonly from: number | 'store' | 'fetched';
};

type Sent = {
  readonly sent: readonly Certificate[];
  readonly order: ChainOrder;
  readonly unreadable: readonly { readonly position: number; readonly problem: string }[];
};

/** The list as sent, unreadable entries at their places. `path`: leaf first; null when none is known. */
export function sentEntries(chain: Sent, path: readonly Certificate[] | null): readonly SentEntry[] {
  const places = readablePlaces(chain);
  const readable = chain.sent.map((certificate, index) => ({
    position: places[index] ?? index,
    ...labelled(certificate),
    mark: markOf(index, chain, path, places),
  }));
  const broken = chain.unreadable.map((entry) => ({ ...entry, mark: { kind: 'unreadable' } as const }));
  return [...readable, ...broken].toSorted((one, other) => one.position - other.position);
}

/** Where each certificate of a path came from; positions count unreadable entries. */
export function pathEntries(
  chain: Sent,
  path: readonly Certificate[],
  fetched: readonly Certificate[],
): readonly PathEntry[] {
  const places = readablePlaces(chain);
  return path.map((certificate) => {
    const index = chain.sent.findIndex((one) => isSame(one, certificate));
    if (index !== -1) return { ...labelled(certificate), from: places[index] ?? index };
    const isFetched = fetched.some((one) => isSame(one, certificate));
    return { ...labelled(certificate), from: isFetched ? 'fetched' : 'store' };
  });
}

function labelled(certificate: Certificate): Labelled {
  return { label: certificateLabel(certificate), notAfter: certificate.notAfter };
}

/** The place on the wire of each certificate that could be read. */
function readablePlaces({ sent, unreadable }: Sent): readonly number[] {
  const taken = new Set(unreadable.map(({ position }) => position));
  const places = Array.from({ length: sent.length + taken.size }, (_, position) => position);
  return places.filter((position) => !taken.has(position));
}

function markOf(
  index: number,
  { sent, order }: Sent,
  path: readonly Certificate[] | null,
  places: readonly number[],
): SentMark {
  const certificate = sent[index];
  if (certificate === undefined || index === order.leafAt) return { kind: 'leaf' };
  const first = sent.findIndex((one) => isSame(one, certificate));
  if (first < index) return { kind: 'duplicate', of: places[first] ?? first };
  const onPath = path?.some((one) => isSame(one, certificate)) ?? null;
  if (order.strangers.some((one) => isSame(one, certificate))) {
    return { kind: onPath === true ? 'on-path' : 'stranger' };
  }
  if (onPath === false) return { kind: 'off-path' };
  if (certificate.selfIssued) return { kind: 'root' };
  const key = nameKey(certificate.subject.raw);
  const issued = sent.findIndex((one) => !one.selfIssued && nameKey(one.issuer.raw) === key);
  return { kind: 'issuer', of: places[issued] ?? 0 };
}

function isSame(one: Certificate, other: Certificate): boolean {
  return one.fingerprint256 === other.fingerprint256;
}
