import { readerOf, takeBer, wholeBer } from '../../asn1/ber.ts';
import { DerError } from '../../asn1/der.ts';
import { type PemBody, readPemBody } from './pem-body.ts';

/** One block of encapsulated text (RFC 7468), as far as it can be made out. */
export type PemBlock = PemBody & {
  /** "CERTIFICATE", in capitals. */
  readonly label: string;
  /** Its end line is missing or says another label; null for a whole block. */
  readonly boundaryProblem: string | null;
};

const certificateLabels = ['CERTIFICATE', 'X509 CERTIFICATE', 'X.509 CERTIFICATE', 'TRUSTED CERTIFICATE'];

export function isCertificateLabel(label: string): boolean {
  return certificateLabels.includes(label);
}

/**
 * Word processors and chats make dashes of hyphens; SSH2 writes four hyphens and a space. Behind the label no more
 * than five are taken: the next block may follow at once.
 */
const boundary =
  /(?:-{2,5}|[-\u2010-\u2015]{1,5}) ?(BEGIN|END) ([A-Za-z0-9 .#]{1,60}?) ?(?:-{2,5}|[-\u2010-\u2015]{1,5})/gi;

const mostBlocks = 2000;

/** Every block in its order, those that lack their end or their beginning included. */
export function pemBlocks(text: string): readonly PemBlock[] {
  const blocks: PemBlock[] = [];
  let open: { readonly label: string; readonly from: number } | null = null;
  let last = 0;
  for (const match of text.matchAll(boundary)) {
    if (blocks.length >= mostBlocks) return blocks;
    const [whole, found, name = ''] = match;
    const side = found?.toUpperCase();
    const label = name.toUpperCase().trim();
    if (open !== null) {
      const fault = side === 'BEGIN' ? 'it has no END line' : endFault(open.label, label);
      blocks.push(blockOf(open.label, text.slice(open.from, match.index), fault));
    } else if (side === 'END') {
      const body = base64Before(text.slice(last, match.index));
      blocks.push(blockOf(label, body, 'it has no BEGIN line: cut off'));
    }
    last = match.index + whole.length;
    open = side === 'BEGIN' ? { label, from: last } : null;
  }
  if (open !== null) blocks.push(blockOf(open.label, text.slice(open.from), 'it has no END line: cut off'));
  return blocks;
}

/**
 * DER of every certificate block, in its order. CRLF, a byte order mark, text around the blocks and blocks of other
 * kinds are passed over; a block that holds no base64 yields empty bytes, so that its place is not lost.
 */
export function readPem(text: string): Uint8Array[] {
  return pemBlocks(text)
    .filter(({ label, boundaryProblem }) => isCertificateLabel(label) && boundaryProblem === null)
    .map(({ label, der }) => (label === 'TRUSTED CERTIFICATE' ? firstElement(der) : der));
}

export function writePem(der: Uint8Array, label = 'CERTIFICATE'): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.map((line) => `${line}\n`).join('')}-----END ${label}-----\n`;
}

/** OpenSSL appends its own trust settings to a TRUSTED CERTIFICATE. */
export function firstElement(der: Uint8Array): Uint8Array {
  try {
    return wholeBer(takeBer(readerOf(der), 'the certificate'));
  } catch (thrown) {
    if (thrown instanceof DerError) return der;
    throw thrown;
  }
}

/** The lines of base64 that a text ends with. */
function base64Before(text: string): string {
  const lines = text.split('\n');
  const prose = lines.findLastIndex((line) => line.trim() !== '' && !/^[\s>|]*[\w+/-]+=*\s*$/.test(line));
  return lines.slice(prose + 1).join('\n');
}

function endFault(begun: string, ended: string): string | null {
  return begun === ended ? null : `it begins as ${begun} and ends as ${ended}`;
}

function blockOf(label: string, body: string, boundaryProblem: string | null): PemBlock {
  return { label, boundaryProblem, ...readPemBody(body) };
}
