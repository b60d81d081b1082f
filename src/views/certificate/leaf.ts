import { type Block, code, date, labelled, text } from '../../core/message.ts';
import type { Certificate, PublicKeyFacts } from '../../pki/certificate/certificate.ts';

const mostNames = 20;

/** What the server's own certificate says of itself. */
export function leafBlocks(leaf: Certificate): readonly Block[] {
  return [...leafHead(leaf), ...leafRest(leaf)];
}

/** For whom it is, how long, and by whom. */
export function leafHead(leaf: Certificate): readonly Block[] {
  return [
    labelled('Names', text(namesText(leaf))),
    labelled('Valid', date(leaf.notBefore, 'absolute'), text(' until '), date(leaf.notAfter, 'both')),
    labelled('Issuer', text(leaf.issuer.text)),
  ];
}

/** What it is compared by. */
export function leafRest(leaf: Certificate): readonly Block[] {
  return [
    labelled(
      'Key',
      text(publicKeyText(leaf.publicKey)),
      text(', signed with '),
      text(leaf.signature.algorithm),
    ),
    labelled('Serial', code(leaf.serial)),
    labelled('SHA-256', code(leaf.fingerprint256)),
    labelled('Key SHA-256', code(leaf.publicKey.spki256)),
  ];
}

function namesText({ names }: Certificate): string {
  const all = [...(names?.dns ?? []), ...(names?.ip ?? []), ...(names?.other ?? [])];
  if (all.length === 0) return 'none';
  const shown = all.slice(0, mostNames).join(', ');
  return all.length > mostNames ? `${shown} and ${all.length - mostNames} more` : shown;
}

/** "EC P-256", "RSA 2048 bits", "ed25519". */
export function publicKeyText({ type, curve, bits }: PublicKeyFacts): string {
  if (curve !== null) return `${type.toUpperCase()} ${curve}`;
  return bits === null ? type : `${type.toUpperCase()} ${bits} bits`;
}
