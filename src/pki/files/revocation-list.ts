import {
  childrenOf,
  DerError,
  isDone,
  type Reader,
  readWhole,
  tags,
  take,
  takeAny,
  takeIf,
} from '../asn1/der.ts';
import { timeOf } from '../asn1/der-time.ts';
import { nameOf } from '../names/names-der.ts';
import type { FoundRevocationList, Placed } from './file-contents.ts';
import { addUnreadable, type Parts } from './parts.ts';

/** Whose list it is, from when until when, and how long (RFC 5280 §5.1). */
export function readRevocationList(der: Uint8Array, placed: Placed, parts: Parts): void {
  try {
    parts.revocationLists.push({ ...placed, ...factsOf(der) });
  } catch (thrown) {
    if (!(thrown instanceof DerError)) throw thrown;
    addUnreadable('a CRL', thrown.message, placed, parts);
  }
}

function factsOf(der: Uint8Array): Omit<FoundRevocationList, 'place' | 'alias'> {
  const list = childrenOf(
    take(childrenOf(readWhole(der, tags.sequence, 'the CRL')), tags.sequence, 'tbsCertList'),
  );
  takeIf(list, tags.integer, 'version');
  take(list, tags.sequence, 'signature');
  const issuer = nameOf(take(list, tags.sequence, 'issuer'), 'the issuer', []);
  const thisUpdate = timeOf(takeAny(list, 'thisUpdate'), 'thisUpdate').date;
  const next = takeIf(list, tags.utcTime, 'nextUpdate') ?? takeIf(list, tags.generalizedTime, 'nextUpdate');
  const entries = takeIf(list, tags.sequence, 'revokedCertificates');
  return {
    issuer,
    thisUpdate,
    nextUpdate: next === null ? null : timeOf(next, 'nextUpdate').date,
    entries: entries === null ? 0 : countOf(childrenOf(entries)),
  };
}

function countOf(reader: Reader): number {
  let count = 0;
  for (; !isDone(reader); count += 1) take(reader, tags.sequence, 'an entry');
  return count;
}
