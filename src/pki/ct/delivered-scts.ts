import { contentOf, DerError, readWhole, tags } from '../asn1/der.ts';
import type { Certificate } from '../certificate/certificate.ts';
import { extensionValue, structureOf } from '../certificate/extension-value.ts';
import { extensionOids } from '../certificate/object-identifiers.ts';
import { same } from '../revocation/ocsp/ocsp-cert-id.ts';
import { readOcspResponse } from '../revocation/ocsp/read-ocsp.ts';
import { readSctList, type SctList } from './sct.ts';

/** Where an SCT came from: RFC 6962 §3.3 has three ways. */
export type SctSource = 'certificate' | 'tls' | 'ocsp';

export const noScts: SctList = { scts: [], problems: [] };

/** Of the certificate's own extension; empty when it has none. */
export function embeddedScts(leaf: Certificate): SctList {
  return reading(() => extensionValue(leaf, extensionOids.embeddedScts));
}

const stapledSctsOid = '1.3.6.1.4.1.11129.2.4.5';

/**
 * Of the answer about this certificate in an OCSPResponse (RFC 6962 §3.3). Who signed the response does not matter: each
 * SCT bears its own signature over the certificate. What is wrong with the response itself is for others to tell.
 */
export function stapledScts(response: Uint8Array, leaf: Certificate): SctList {
  const read = readOcspResponse(response);
  if (read.kind !== 'basic') return noScts;
  return reading(() => {
    const serial = contentOf(structureOf(leaf).serial);
    const answer = read.basic.responses.find(({ certId }) => certId !== null && same(certId.serial, serial));
    const found = answer?.extensions.find(({ oid }) => oid === stapledSctsOid);
    return found === undefined ? null : contentOf(found.value);
  });
}

/** Extensions of certificates and OCSP responses wrap the list into an OCTET STRING (RFC 6962 §3.3). */
function reading(find: () => Uint8Array | null): SctList {
  try {
    const value = find();
    return value === null
      ? noScts
      : readSctList(contentOf(readWhole(value, tags.octetString, 'the list of SCTs')));
  } catch (thrown) {
    if (!(thrown instanceof DerError)) throw thrown;
    return { scts: [], problems: [`the list of SCTs is malformed: ${thrown.message}`] };
  }
}
