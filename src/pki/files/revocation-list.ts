import { readCrl } from '../revocation/crl/read-crl.ts';
import type { Placed } from './file-contents.ts';
import { addUnreadable, type Parts } from './parts.ts';

/** Whose list it is, from when until when, and how long; what it revokes is asked elsewhere. */
export function readRevocationList(der: Uint8Array, placed: Placed, parts: Parts): void {
  const crl = readCrl(der);
  if ('unreadable' in crl) {
    addUnreadable('a CRL', crl.unreadable, placed, parts);
    return;
  }
  const { issuer, thisUpdate, nextUpdate, entries } = crl;
  const count = entries.starts.length + entries.unreadable;
  parts.revocationLists.push({ ...placed, issuer, thisUpdate, nextUpdate, entries: count });
}
