import { childrenOf, contentOf, DerError, type Element, isDone, takeAny, wholeHex } from '../../asn1/der.ts';
import type { Certificate } from '../../certificate/certificate.ts';
import { structureOf } from '../../certificate/extension-value.ts';
import { nameKey } from '../../names/name-key.ts';
import { generalNameOf } from '../../names/names-der.ts';
import type { Crl } from './crl.ts';
import type { Edition } from './crl-editions.ts';
import { type CrlEntry, findEntries } from './crl-entries.ts';

export type Listing =
  | { readonly kind: 'absent' }
  | { readonly kind: 'revoked'; readonly entry: CrlEntry }
  /** Not found, and it might be there. */
  | { readonly kind: 'unclear'; readonly detail: string };

/** What a complete CRL and its delta say: the delta is asked first, and may take an entry back (RFC 5280 §6.3.3 i-l). */
export function listingIn(certificate: Certificate, { base, delta }: Edition): Listing {
  const changed = delta === null ? [] : entriesFor(certificate, delta);
  const revoked = changed.find(({ reason }) => reason !== 'removeFromCRL');
  if (revoked !== undefined) return { kind: 'revoked', entry: revoked };
  if (changed.length > 0) return unlessUnreadable(delta);
  const listed = base === null ? [] : entriesFor(certificate, base);
  const entry = listed.find(({ reason }) => reason !== 'removeFromCRL');
  if (entry !== undefined) return { kind: 'revoked', entry };
  // RFC 5280 §5.3.1: this reason stands in delta CRLs only.
  if (listed.length > 0)
    return { kind: 'unclear', detail: 'a complete CRL takes back its own entry (removeFromCRL)' };
  const broken = unlessUnreadable(delta);
  return broken.kind === 'absent' ? unlessUnreadable(base) : broken;
}

function unlessUnreadable(crl: Crl | null): Listing {
  const count = crl?.entries.unreadable ?? 0;
  if (crl === null || count === 0) return { kind: 'absent' };
  const first = crl.faults.find(({ code }) => code === 'entry-malformed')?.text ?? 'unreadable';
  const entries = count === 1 ? 'one entry cannot' : `${count} entries cannot`;
  return { kind: 'unclear', detail: `${entries} be read: ${first}` };
}

function entriesFor(certificate: Certificate, crl: Crl): readonly CrlEntry[] {
  const wanted = nameKey(certificate.issuer.raw);
  const own = nameKey(crl.issuer.raw) === wanted;
  return findEntries(crl.entries, contentOf(structureOf(certificate).serial), (names) =>
    names === null ? own : directoriesIn(names).some((raw) => nameKey(raw) === wanted),
  );
}

/** DER of the directory names among GeneralNames, hexadecimal. */
function directoriesIn(names: Element): readonly string[] {
  const found: string[] = [];
  const reader = childrenOf(names);
  try {
    while (!isDone(reader)) {
      const name = generalNameOf(takeAny(reader, 'certificateIssuer'), 'certificateIssuer');
      if (name.kind === 'directory') found.push(wholeHex(name.value));
    }
  } catch (thrown) {
    if (!(thrown instanceof DerError)) throw thrown;
  }
  return found;
}
