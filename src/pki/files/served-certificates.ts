import { type BerElement, berChildren, readerOf, takeBer, wholeBer } from '../asn1/ber.ts';
import { DerError, isDone, tags } from '../asn1/der.ts';
import { contentInfoOf, contentTypes } from './content-info.ts';
import { pemBlocks } from './pem/pem.ts';
import { bundledCertificates } from './signed-data.ts';

/** More than any authority serves at one address. */
const mostCertificates = 50;

/**
 * DER of the certificates in what an authority serves as its own: one in DER, or a certs-only PKCS#7 (RFC 5280
 * §4.2.2.1); some serve either as PEM or as bare base64. Nothing in it is trusted or parsed further, no key and no
 * password is tried, and what cannot be read is left out.
 */
export function servedCertificates(body: Uint8Array): readonly Uint8Array[] {
  if (body[0] === tags.sequence) return certificatesInDer(body);
  const text = Buffer.from(body).toString('latin1');
  const blocks = pemBlocks(text).map(({ der }) => der);
  if (blocks.length > 0) return blocks.flatMap(certificatesInDer).slice(0, mostCertificates);
  const base64 = text.replace(/\s/g, '');
  return /^[A-Za-z0-9+/]+={0,2}$/.test(base64) ? certificatesInDer(Buffer.from(base64, 'base64')) : [];
}

function certificatesInDer(bytes: Uint8Array): readonly Uint8Array[] {
  const reader = readerOf(bytes);
  const found: Uint8Array[] = [];
  try {
    while (!isDone(reader) && found.length < mostCertificates) {
      found.push(...certificatesOf(takeBer(reader, 'what is served')));
    }
  } catch (thrown) {
    if (!(thrown instanceof DerError)) throw thrown;
  }
  return found.slice(0, mostCertificates);
}

/** One certificate, or those of a SignedData (RFC 5652 §5.1). */
function certificatesOf(element: BerElement): readonly Uint8Array[] {
  const [first] = berChildren(element, 'what is served');
  if (first?.tag === tags.sequence) return [wholeBer(element)];
  if (first?.tag !== tags.oid) return [];
  const { type, content } = contentInfoOf(element);
  if (type !== contentTypes.signedData || content === null) return [];
  return bundledCertificates(content)
    .filter(({ tag }) => tag === tags.sequence)
    .map(wholeBer);
}
