import type { Certificate } from '../certificate/certificate.ts';

/** Where a CA says when its certificates should be renewed, and how its certificates are told. */
export type AriDirectory = {
  /** As it is named in a sentence: "Let's Encrypt". */
  readonly name: string;
  /** O of the issuer, any of these; case and blanks do not count. */
  readonly organizations: readonly string[];
  /** Host of a caIssuers URL (RFC 5280 §4.2.2.1), any of these; "*.ca.example" for all below it. */
  readonly aiaHosts: readonly string[];
  /** The ACME directory (RFC 8555 §7.1.1), https. */
  readonly url: string;
  /** Where a CA has one directory for each kind of key that signs. */
  readonly signedWith?: 'rsa' | 'ec';
};

/**
 * Public CAs whose ACME directory names a `renewalInfo`, with the issuers seen on their certificates. Where it was
 * seen: Let's Encrypt and Google in RFC 9773's draft (Current Implementations) and in their own documents; ZeroSSL,
 * Sectigo, SSL.com and DigiCert in their directories, read between 2025 and October 2026. Left out because none was
 * seen: Actalis, GlobalSign; and Buypass, which issues no more certificates.
 */
export const publicAriDirectories: readonly AriDirectory[] = [
  {
    name: "Let's Encrypt",
    organizations: ["Let's Encrypt"],
    aiaHosts: ['*.i.lencr.org'],
    url: 'https://acme-v02.api.letsencrypt.org/directory',
  },
  {
    name: 'Google Trust Services',
    organizations: ['Google Trust Services', 'Google Trust Services LLC'],
    aiaHosts: ['i.pki.goog'],
    url: 'https://dv.acme-v02.api.pki.goog/directory',
  },
  {
    name: 'ZeroSSL',
    organizations: ['ZeroSSL', 'ZeroSSL GmbH'],
    aiaHosts: ['zerossl.crt.sectigo.com'],
    url: 'https://acme.zerossl.com/v2/DV90',
  },
  {
    name: 'Sectigo',
    organizations: ['Sectigo Limited'],
    aiaHosts: ['crt.sectigo.com'],
    url: 'https://acme.sectigo.com/v2/DV',
  },
  {
    name: 'SSL.com',
    organizations: ['SSL Corporation', 'SSL Corp'],
    aiaHosts: ['cert.ssl.com'],
    url: 'https://acme.ssl.com/sslcom-dv-rsa',
    signedWith: 'rsa',
  },
  {
    name: 'SSL.com',
    organizations: ['SSL Corporation', 'SSL Corp'],
    aiaHosts: ['cert.ssl.com'],
    url: 'https://acme.ssl.com/sslcom-dv-ecc',
    signedWith: 'ec',
  },
  {
    name: 'DigiCert',
    organizations: ['DigiCert Inc', 'DigiCert, Inc.'],
    aiaHosts: ['cacerts.digicert.com'],
    url: 'https://one.digicert.com/mpki/api/v1/acme/v2/directory',
  },
];

type Issued = Pick<Certificate, 'issuer' | 'issuerUrls' | 'signature'>;

/** The first whose CA issued this certificate, by what the certificate says of its issuer. */
export function directoryOf(certificate: Issued, directories: readonly AriDirectory[]): AriDirectory | null {
  const organization = organizationKey(certificate.issuer.organization ?? '');
  const hosts = certificate.issuerUrls.flatMap((url) => URL.parse(url)?.hostname ?? []);
  const found = directories.find(
    ({ organizations, aiaHosts, signedWith }) =>
      (signedWith === undefined || signedWith === signerOf(certificate)) &&
      (hosts.some((host) => aiaHosts.some((pattern) => isHost(host, pattern))) ||
        (organization !== '' && organizations.some((name) => organizationKey(name) === organization))),
  );
  return found ?? null;
}

function organizationKey(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}

function isHost(host: string, pattern: string): boolean {
  const wanted = pattern.toLowerCase();
  return wanted.startsWith('*.') ? host.endsWith(wanted.slice(1)) : host === wanted;
}

function signerOf({ signature }: Issued): AriDirectory['signedWith'] | null {
  if (signature.algorithm.startsWith('ecdsa')) return 'ec';
  return /rsa/i.test(signature.algorithm) ? 'rsa' : null;
}
