import { dayText } from '../../core/text/utc-text.ts';
import type { Adopted, CertificateRevocation, RevocationFacts, SourceKind } from './revocation-facts.ts';

/** "good by OCSP, until 2026-12-01", for the certificate that fares worst; "not checked: ..." is never "good". */
export function revocationText({ chains }: RevocationFacts): string {
  const all = chains.flatMap(({ certificates }) => certificates);
  const revoked = all.find(({ adopted }) => adopted.status === 'revoked');
  if (revoked !== undefined) return `${placeText(revoked)} ${adoptedText(revoked.adopted)}`;
  const leaves = all.filter(({ place }) => place === 'leaf');
  const leaf = leaves.find(({ adopted }) => adopted.status === 'unchecked') ?? leaves[0];
  if (leaf === undefined) return 'not checked: the certificate is a trust anchor itself';
  const said = adoptedText(leaf.adopted);
  const authorities = all.filter(({ place }) => place === 'intermediate');
  const unchecked = authorities.filter(({ adopted }) => adopted.status === 'unchecked').length;
  if (leaf.adopted.status !== 'good' || unchecked === 0) return said;
  return `${said}; ${unchecked} of ${authorities.length} above it not checked`;
}

function placeText({ place }: CertificateRevocation): string {
  return place === 'leaf' ? 'the certificate is' : 'an intermediate is';
}

export const sourceNames: Readonly<Record<SourceKind, string>> = {
  staple: 'staple',
  ocsp: 'OCSP',
  crl: 'CRL',
};

function adoptedText(adopted: Adopted): string {
  switch (adopted.status) {
    case 'good': {
      const until = adopted.until === null ? '' : `, until ${dayText(adopted.until)}`;
      return `good by ${sourceNames[adopted.by]}${until}`;
    }
    case 'revoked':
      return `revoked by ${sourceNames[adopted.by]}`;
    case 'unchecked':
      return uncheckedText(adopted.because);
  }
}

function uncheckedText(because: Extract<Adopted, { status: 'unchecked' }>['because']): string {
  switch (because) {
    case 'short-lived':
      return 'not checked: it lives too short to need it';
    case 'no-pointer':
      return 'not checked: the certificate names no place to ask';
    case 'no-usable-pointer':
      return 'not checked: the places it names cannot be asked';
    case 'no-answer':
      return 'not known: nobody gave an answer that counts';
  }
}
