import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { directoryOf, publicAriDirectories } from '../../../src/pki/ari/directories.ts';
import { parseAriDirectories } from '../../../src/pki/ari/directory-setting.ts';
import { leafWith, nameOf } from '../../support/facts/certificate-facts.ts';

const ecdsa = { algorithm: 'ecdsa-with-SHA384', hash: 'sha384' };
const rsa = { algorithm: 'sha256WithRSAEncryption', hash: 'sha256' };

function issuedBy(organization: string | null, aia: string | null = null, signature = ecdsa) {
  return leafWith({
    issuer: { ...nameOf('An Issuing CA'), organization },
    issuerUrls: aia === null ? [] : [aia],
    signature,
  });
}

describe('the directory of a public CA', () => {
  it.each([
    [issuedBy("Let's Encrypt"), 'https://acme-v02.api.letsencrypt.org/directory'],
    [issuedBy(null, 'http://ye1.i.lencr.org/'), 'https://acme-v02.api.letsencrypt.org/directory'],
    [issuedBy('Google Trust Services'), 'https://dv.acme-v02.api.pki.goog/directory'],
    [issuedBy(null, 'http://i.pki.goog/wr1.crt'), 'https://dv.acme-v02.api.pki.goog/directory'],
    [issuedBy('ZeroSSL GmbH', 'http://crt.sectigo.com/x.crt'), 'https://acme.zerossl.com/v2/DV90'],
    [issuedBy('Sectigo Limited', 'http://crt.sectigo.com/x.crt'), 'https://acme.sectigo.com/v2/DV'],
    [issuedBy('SSL Corporation', null, rsa), 'https://acme.ssl.com/sslcom-dv-rsa'],
    [issuedBy('SSL  corporation'), 'https://acme.ssl.com/sslcom-dv-ecc'],
    [issuedBy('DigiCert, Inc.'), 'https://one.digicert.com/mpki/api/v1/acme/v2/directory'],
    [issuedBy('Buypass AS-983163327'), null],
    [issuedBy(null), null],
    [issuedBy("Let's Encrypt of Elsewhere", 'http://i.lencr.org.example/'), null],
    [issuedBy(null, 'not a URL'), null],
  ])('%#', (certificate, url) => {
    expect(directoryOf(certificate, publicAriDirectories)?.url ?? null).toBe(url);
  });

  it('is spoken to over https only', () => {
    for (const { url } of publicAriDirectories) expect(url).toMatch(/^https:\/\//);
  });
});

describe('ARI_DIRECTORIES', () => {
  it('reads organisations, hosts and wildcards, separated by commas and lines', () => {
    const read = parseAriDirectories(
      'Example Corp = https://acme.example.org/directory?x=1, pki.example.net=https://ca.example.net/acme\n' +
        '"Example, Inc."=https://acme.example.com/directory,\n\n*.pki.example=https://acme.pki.example:8443/dir',
    );
    expect(read).toEqual([
      {
        name: 'Example Corp',
        organizations: ['Example Corp'],
        aiaHosts: [],
        url: 'https://acme.example.org/directory?x=1',
      },
      {
        name: 'pki.example.net',
        organizations: ['pki.example.net'],
        aiaHosts: ['pki.example.net'],
        url: 'https://ca.example.net/acme',
      },
      {
        name: 'Example, Inc.',
        organizations: ['Example, Inc.'],
        aiaHosts: [],
        url: 'https://acme.example.com/directory',
      },
      {
        name: '*.pki.example',
        organizations: [],
        aiaHosts: ['*.pki.example'],
        url: 'https://acme.pki.example:8443/dir',
      },
    ]);
    expect(directoryOf(issuedBy('example  CORP'), read)?.name).toBe('Example Corp');
    expect(directoryOf(issuedBy(null, 'http://Root.PKI.Example/ca.crt'), read)?.name).toBe('*.pki.example');
    expect(directoryOf(issuedBy(null, 'http://pki.example/ca.crt'), read)).toBeNull();
  });

  it('is empty when nothing is set', () => {
    expect(parseAriDirectories(' \n, ')).toEqual([]);
  });

  it.each([
    ['https://acme.example.org/directory', 'names no issuer|is not issuer=URL'],
    ['Example Corp', 'is not issuer=URL'],
    ['Example, Inc.=https://acme.example.org', 'is not issuer=URL'],
    ['=https://acme.example.org', 'names no issuer'],
    ['Example=acme.example.org', 'which is no URL'],
    ['Example=http://acme.example.org', 'not https'],
    ['Example=https://user:secret@acme.example.org', 'with a password'],
    ['Example=https://acme.example.org/#x', 'fragment'],
    ['*.=https://acme.example.org', 'wildcard that is no host name'],
    ['"Example=https://acme.example.org', 'is not issuer=URL'],
    ['A=https://one.example, a=https://two.example', 'stands there twice'],
  ])('says what is wrong with %s', (text, said) => {
    expect(() => parseAriDirectories(text)).toThrow(UserError);
    expect(() => parseAriDirectories(text)).toThrow(new RegExp(`^ARI_DIRECTORIES: .*(${said})`));
  });
});
