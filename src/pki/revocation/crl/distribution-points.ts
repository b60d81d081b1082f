import {
  childrenOf,
  constructedTag,
  contentOf,
  DerError,
  type Element,
  finish,
  isDone,
  primitiveTag,
  readWhole,
  tags,
  take,
  takeAny,
  takeIf,
  wholeHex,
} from '../../asn1/der.ts';
import { bitPositions } from '../../asn1/der-values.ts';
import { element } from '../../asn1/der-writer.ts';
import type { Certificate } from '../../certificate/certificate.ts';
import { extensionValue } from '../../certificate/extension-value.ts';
import { extensionOids } from '../../certificate/object-identifiers.ts';
import { nameKey } from '../../names/name-key.ts';
import { generalNameOf } from '../../names/names-der.ts';
import { maskOf, type ReasonMask } from './reason-mask.ts';

/** One place where the status of a certificate is told (RFC 5280 §4.2.1.13). */
export type DistributionPoint = {
  /** Names as `generalNameKey` writes them; null: absent. */
  readonly names: readonly string[] | null;
  /** The URLs among them, as they were written. */
  readonly urls: readonly string[];
  /** Null: all reasons. */
  readonly reasons: ReasonMask | null;
  /** Who signs the CRL, as `nameKey`s; null: the issuer of the certificate. */
  readonly issuers: readonly string[] | null;
};

const mostNames = 200;

/** Those of a certificate, in their order. Throws `DerError` when the extension is malformed. */
export function distributionPointsOf(certificate: Certificate): readonly DistributionPoint[] {
  const value = extensionValue(certificate, extensionOids.crlDistributionPoints);
  return value === null ? [] : readDistributionPoints(value, certificate.issuer.raw);
}

/** A list of distribution points, as cRLDistributionPoints and freshestCRL have them. */
export function readDistributionPoints(value: Uint8Array, issuer: string): readonly DistributionPoint[] {
  const list = childrenOf(readWhole(value, tags.sequence, 'the distribution points'));
  if (isDone(list)) throw new DerError('the list of distribution points is empty', 0);
  const points: DistributionPoint[] = [];
  while (!isDone(list)) {
    if (points.length >= mostNames) throw new DerError(`over ${mostNames} distribution points`, list.at);
    points.push(readPoint(take(list, tags.sequence, 'a distribution point'), issuer));
  }
  return points;
}

function readPoint(point: Element, issuer: string): DistributionPoint {
  const parts = childrenOf(point);
  const name = takeIf(parts, constructedTag(0), 'distributionPoint');
  const reasons = takeIf(parts, primitiveTag(1), 'reasons');
  const signers = takeIf(parts, constructedTag(2), 'cRLIssuer');
  finish(parts, 'a distribution point');
  if (name === null && signers === null) {
    throw new DerError('a distribution point with neither a name nor a cRLIssuer', point.start);
  }
  const directories = signers === null ? null : directoryNames(signers);
  return {
    ...(name === null ? { names: null, urls: [] } : readPointName(name, directories ?? [issuer])),
    reasons: reasons === null ? null : maskOf(bitPositions(reasons, 'reasons')),
    issuers: directories === null ? null : directories.map(nameKey),
  };
}

/** DER of the directory names, hexadecimal; the other kinds name no CRL issuer. */
function directoryNames(names: Element): readonly string[] {
  return takeNames(names, 'cRLIssuer').flatMap((one) => {
    const name = generalNameOf(one, 'cRLIssuer');
    return name.kind === 'directory' ? [wholeHex(name.value)] : [];
  });
}

/** DistributionPointName; a relative one continues each of the `bases`, DER of names in hexadecimal. */
export function readPointName(
  wrapper: Element,
  bases: readonly string[],
): { readonly names: readonly string[]; readonly urls: readonly string[] } {
  const parts = childrenOf(wrapper);
  const choice = takeAny(parts, 'the name of a distribution point');
  finish(parts, 'the name of a distribution point');
  if (choice.tag === constructedTag(1)) {
    return { names: bases.map((base) => continuedKey(base, choice)), urls: [] };
  }
  if (choice.tag !== constructedTag(0)) {
    throw new DerError('the name of a distribution point is of no known kind', choice.start);
  }
  const full = takeNames(choice, 'fullName');
  const urls = full.flatMap((one) => {
    const name = generalNameOf(one, 'fullName');
    return name.kind === 'uri' ? [name.value] : [];
  });
  return { names: full.map(generalNameKey), urls };
}

function takeNames(list: Element, what: string): readonly Element[] {
  const names: Element[] = [];
  const reader = childrenOf(list);
  while (!isDone(reader)) {
    if (names.length >= mostNames) throw new DerError(`${what} has over ${mostNames} names`, reader.at);
    names.push(takeAny(reader, what));
  }
  if (names.length === 0) throw new DerError(`${what} is empty`, list.start);
  return names;
}

/** Equal for two GeneralNames that RFC 5280 §7 calls the same. */
function generalNameKey(element: Element): string {
  const name = generalNameOf(element, 'a name');
  if (name.kind === 'directory') return directoryKey(wholeHex(name.value));
  if (name.kind !== 'uri') return `der:${wholeHex(element)}`;
  // §7.4: scheme and host in any case.
  return `uri:${name.value.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, (start) => start.toLowerCase())}`;
}

/** The key of a directory name (hexadecimal DER) among the names of distribution points. */
export function directoryKey(raw: string): string {
  return `name:${nameKey(raw)}`;
}

/** nameRelativeToCRLIssuer: one more RDN, whose SET is tagged [1]. */
function continuedKey(base: string, relative: Element): string {
  const name = readWhole(Buffer.from(base, 'hex'), tags.sequence, 'the name of the CRL issuer');
  const whole = element(tags.sequence, contentOf(name), element(tags.set, contentOf(relative)));
  return directoryKey(whole.toString('hex'));
}
