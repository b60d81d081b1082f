import {
  bitString,
  boolean,
  element,
  explicit,
  implicit,
  integer,
  namedBits,
  octetString,
  oid,
  sequence,
} from './der-writer.ts';
import { type GeneralNameSpec, generalName, subtree } from './names.ts';

/** One extension as it goes into the certificate; `value` is the DER inside its OCTET STRING. */
export type ExtensionSpec = { readonly oid: string; readonly critical?: boolean; readonly value: Uint8Array };

export function extension({ oid: type, critical = false, value }: ExtensionSpec): Buffer {
  return sequence(oid(type), ...(critical ? [boolean(true)] : []), octetString(value));
}

export function subjectAltName(names: readonly GeneralNameSpec[], critical = false): ExtensionSpec {
  return { oid: '2.5.29.17', critical, value: sequence(...names.map(generalName)) };
}

export function basicConstraints(ca: boolean, pathLength: number | null): ExtensionSpec {
  const parts = [...(ca ? [boolean(true)] : []), ...(pathLength === null ? [] : [integer(pathLength)])];
  return { oid: '2.5.29.19', critical: true, value: sequence(...parts) };
}

export const keyUsages = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;
export type KeyUsage = (typeof keyUsages)[number];

export function keyUsage(uses: readonly KeyUsage[]): ExtensionSpec {
  return { oid: '2.5.29.15', critical: true, value: namedBits(uses.map((use) => keyUsages.indexOf(use))) };
}

const purposes: Readonly<Record<string, string>> = {
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  codeSigning: '1.3.6.1.5.5.7.3.3',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  OCSPSigning: '1.3.6.1.5.5.7.3.9',
  anyExtendedKeyUsage: '2.5.29.37.0',
};

/** Purposes by name or dotted OID. */
export function extendedKeyUsage(uses: readonly string[]): ExtensionSpec {
  return { oid: '2.5.29.37', value: sequence(...uses.map((use) => oid(purposes[use] ?? use))) };
}

export function subjectKeyIdentifier(keyId: Uint8Array): ExtensionSpec {
  return { oid: '2.5.29.14', value: octetString(keyId) };
}

export function authorityKeyIdentifier(keyId: Uint8Array): ExtensionSpec {
  return { oid: '2.5.29.35', value: sequence(implicit(0, keyId)) };
}

export type NameConstraintsSpec = {
  readonly permitted?: readonly GeneralNameSpec[];
  readonly excluded?: readonly GeneralNameSpec[];
};

export function nameConstraints({ permitted, excluded }: NameConstraintsSpec): ExtensionSpec {
  const parts = [
    ...(permitted === undefined ? [] : [explicit(0, ...permitted.map(subtree))]),
    ...(excluded === undefined ? [] : [explicit(1, ...excluded.map(subtree))]),
  ];
  return { oid: '2.5.29.30', critical: true, value: sequence(...parts) };
}

export function authorityInformation(caIssuers: readonly string[], ocsp: readonly string[]): ExtensionSpec {
  const entry = (method: string) => (url: string) => sequence(oid(method), generalName(`uri:${url}`));
  const entries = [...ocsp.map(entry('1.3.6.1.5.5.7.48.1')), ...caIssuers.map(entry('1.3.6.1.5.5.7.48.2'))];
  return { oid: '1.3.6.1.5.5.7.1.1', value: sequence(...entries) };
}

export function crlDistributionPoints(urls: readonly string[]): ExtensionSpec {
  const points = urls.map((url) => sequence(explicit(0, element(0xa0, generalName(`uri:${url}`)))));
  return { oid: '2.5.29.31', value: sequence(...points) };
}

/** status_request (RFC 7633). */
export function mustStaple(): ExtensionSpec {
  return { oid: '1.3.6.1.5.5.7.1.24', value: sequence(integer(5)) };
}

export function certificatePolicies(policies: readonly string[]): ExtensionSpec {
  return { oid: '2.5.29.32', value: sequence(...policies.map((policy) => sequence(oid(policy)))) };
}

/** A list of timestamps (RFC 6962 §3.3) of the right shape; their signatures are noise. */
export function embeddedScts(count: number): ExtensionSpec {
  const one = Buffer.concat([
    Buffer.from([0]),
    Buffer.alloc(32, 7),
    Buffer.alloc(8, 1),
    Buffer.from([0, 0, 4, 3, 0, 8]),
    Buffer.alloc(8, 9),
  ]);
  const list = Buffer.concat(Array.from({ length: count }, () => withLength(one)));
  return { oid: '1.3.6.1.4.1.11129.2.4.2', value: octetString(withLength(list)) };
}

/** No reader processes this one. */
export function unknownExtension(critical: boolean): ExtensionSpec {
  return { oid: '1.3.6.1.4.1.99999.1', critical, value: bitString(Buffer.from([1])) };
}

function withLength(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
