import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { Session } from './handshake-facts.ts';

/** The part of a session that Node tells; the rest is read from the wire. */
export type NegotiatedFacts = Pick<
  Session,
  'protocol' | 'cipher' | 'group' | 'groupBits' | 'alpn' | 'openssl'
>;

/** To be taken inside `secureConnect`: a closed socket tells nothing. */
export function negotiatedFacts(secure: TLSSocket): NegotiatedFacts {
  const cipher = secure.getCipher();
  return {
    protocol: secure.getProtocol() ?? 'unknown',
    cipher: cipher.standardName ?? cipher.name,
    ...groupOf(secure),
    alpn: secure.alpnProtocol || null,
    openssl: verdictOf(secure),
  };
}

/** Names of RFC 8446 §4.2.7 as people write them, for OpenSSL's. */
const groupNames: Readonly<Record<string, string>> = {
  prime256v1: 'P-256',
  secp256r1: 'P-256',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
};

/** OpenSSL's own words: {} for static RSA, no size for a hybrid ("TLSGroup"), no name for finite-field DH. */
function groupOf(secure: TLSSocket): Pick<Session, 'group' | 'groupBits'> {
  const info: Readonly<{ type?: string; name?: string; size?: number }> = secure.getEphemeralKeyInfo() ?? {};
  if (info.type === undefined) return { group: null, groupBits: null };
  const group = info.name === undefined ? info.type : (groupNames[info.name] ?? info.name);
  return { group, groupBits: info.size ?? null };
}

/** Private to Node, yet the only place that keeps the words: many different faults share the code UNSPECIFIED. */
type HandleWithVerdict = {
  readonly _handle?: { verifyError?(): { readonly code?: string; readonly message: string } | null };
};

function verdictOf(secure: TLSSocket): Session['openssl'] {
  if (secure.authorized) return null;
  const verdict = (secure as unknown as HandleWithVerdict)._handle?.verifyError?.();
  const code = verdict?.code ?? String(secure.authorizationError);
  return { code, message: verdict?.message ?? code };
}

/** Node's rebuilt chain, for the case that the wire could not be read; bounded, because links come from the peer. */
export function rebuiltChain(secure: TLSSocket): readonly Uint8Array[] {
  const chain: Uint8Array[] = [];
  let next: X509Certificate | undefined = secure.getPeerX509Certificate();
  while (next !== undefined && chain.length < 32) {
    chain.push(next.raw);
    next = next.issuerCertificate;
  }
  return chain;
}
