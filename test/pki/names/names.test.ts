import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../../src/pki/certificate/certificate.ts';
import { matchName } from '../../../src/pki/names/names.ts';
import { type CertificateSpec, forgeLeaf, forgeRoot } from '../../support/certificates/forge.ts';
import { readForged } from '../../support/certificates/read.ts';

const root = forgeRoot();

function certificate(spec: CertificateSpec): Certificate {
  return readForged(forgeLeaf(root, spec));
}

function match(dns: readonly string[], host: string) {
  return matchName(certificate({ dns }), host, 'name');
}

describe('a name that is covered', () => {
  it.each([
    ['site.test', 'site.test'],
    ['Site.TEST', 'site.test'],
    ['site.test.', 'site.test'],
    ['*.site.test', 'api.site.test'],
    ['*.site.test', 'xn--bcher-kva.site.test'],
    ['*.co.site.test', 'a.co.site.test'],
    ['xn--bcher-kva.test', 'xn--bcher-kva.test'],
    ['_dmarc.site.test', '_dmarc.site.test'],
    ['localhost', 'localhost'],
  ])('%s for %s', (san, host) => {
    expect(match(['first.example', san], host)).toEqual({ matches: true, by: san });
  });
});

describe('a name that is not covered', () => {
  it.each([
    ['the bare domain of www', ['site.test'], 'www.site.test', 'www-missing', 'site.test'],
    ['www of the bare domain', ['other.example', 'www.site.test'], 'site.test', 'only-www', 'www.site.test'],
    ['a wildcard one label up', ['*.site.test'], 'a.b.site.test', 'wildcard-depth', '*.site.test'],
    [
      'the nearest of two wildcards',
      ['*.site.test', '*.b.site.test'],
      'x.a.b.site.test',
      'wildcard-depth',
      '*.b.site.test',
    ],
    ['a wildcard over the bare domain', ['*.site.test'], 'site.test', 'wildcard-bare', '*.site.test'],
    ['another label', ['api.site.test', 'a.b.example'], 'app.site.test', 'sibling', 'api.site.test'],
    ['another label under a country category', ['a.site.co.uk'], 'b.site.co.uk', 'sibling', 'a.site.co.uk'],
    ['another owner under a country category', ['other.co.uk'], 'site.co.uk', 'other', 'other.co.uk'],
    [
      'another owner below a suffix of somebody',
      ['ann.github.io'],
      'bob.github.io',
      'other',
      'ann.github.io',
    ],
    ['the same owner below it', ['docs.bob.github.io'], 'bob.github.io', 'sibling', 'docs.bob.github.io'],
    [
      'two owners in a city of Japan',
      ['a.shop.kawasaki.jp'],
      'b.shop.kawasaki.jp',
      'other',
      'a.shop.kawasaki.jp',
    ],
    ['a name of three letters below a country', ['a.com.xy'], 'b.com.xy', 'sibling', 'a.com.xy'],
    ['a name with an underscore', ['_a.site.test'], '_b.site.test', 'sibling', '_a.site.test'],
    ['names without a dot', ['printer'], 'scanner', 'other', 'printer'],
    ['another domain', ['other.example'], 'site.test', 'other', 'other.example'],
    ['a wildcard within a label', ['a*.site.test'], 'api.site.test', 'sibling', 'a*.site.test'],
    ['a wildcard that is not leftmost', ['a.*.test'], 'a.site.test', 'other', 'a.*.test'],
    ['two wildcards', ['*.*.site.test'], 'a.b.site.test', 'sibling', '*.*.site.test'],
    ['a wildcard over everything', ['*'], 'site.test', 'other', '*'],
    ['a wildcard over a top-level domain', ['*.test'], 'site.test', 'other', '*.test'],
    ['the end of another name', ['site.test'], 'mysite.test', 'other', 'site.test'],
    ['the name with a byte of zero', ['site.test\u0000.evil.example'], 'site.test', 'other', null],
  ] as const)('%s', (_name, dns, host, mistake, nearest) => {
    expect(match(dns, host)).toEqual({ matches: false, mistake, nearest });
  });

  it('takes no notice of the common name', () => {
    expect(matchName(certificate({ subject: 'site.test', dns: [] }), 'site.test', 'name')).toEqual({
      matches: false,
      mistake: 'no-san',
      nearest: null,
    });
    expect(
      matchName(certificate({ subject: 'site.test', dns: ['a.example'] }), 'site.test', 'name'),
    ).toMatchObject({
      matches: false,
    });
  });

  it('has nothing near when the SAN holds no host name', () => {
    const read = certificate({ names: ['email:a@site.test'] });
    expect(matchName(read, 'site.test', 'name')).toEqual({ matches: false, mistake: 'other', nearest: null });
  });

  it('picks the same nearest name however many there are', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => `shop-${index}.example.org`);
    const read = certificate({ dns: [...many, 'api.eu.site.test', 'api.site.test', 'web.site.test'] });
    const found = matchName(read, 'app.site.test', 'name');
    expect(found).toEqual({ matches: false, mistake: 'sibling', nearest: 'api.site.test' });
  });
});

describe('an address', () => {
  it.each([
    ['192.0.2.7', 'ipv4', '192.0.2.7'],
    ['2001:db8::7', 'ipv6', '2001:db8::7'],
    ['2001:DB8:0:0:0:0:0:7', 'ipv6', '2001:db8::7'],
    ['::ffff:c000:207', 'ipv6', '::ffff:c000:207'],
    ['::ffff:192.0.2.7', 'ipv6', '::ffff:c000:207'],
  ] as const)('%s is covered by its bytes', (host, kind, by) => {
    const read = certificate({ ip: ['192.0.2.7', '2001:db8::7', '::ffff:c000:207'] });
    expect(matchName(read, host, kind)).toEqual({ matches: true, by });
  });

  it.each<[string, CertificateSpec, string, string | null]>([
    ['as a dNSName', { dns: ['192.0.2.7'] }, 'ip-as-dns', '192.0.2.7'],
    ['in the CN of a certificate with names', { subject: '192.0.2.7', dns: ['a.test'] }, 'ip-in-cn', null],
    ['in the CN of a certificate without', { subject: '192.0.2.7', dns: [] }, 'ip-in-cn', null],
    ['nowhere, beside names', { dns: ['a.test'] }, 'ip-not-covered', 'a.test'],
    ['nowhere, beside a wildcard', { dns: ['*.2.7', '*.0.2.7'] }, 'ip-not-covered', '*.2.7'],
    ['nowhere, beside another address', { ip: ['192.0.2.8'] }, 'other', '192.0.2.8'],
    ['in a certificate without SAN', { subject: 'a.test', dns: [] }, 'no-san', null],
    ['as the last bytes of an IPv6 address', { ip: ['::ffff:c000:207'] }, 'other', '::ffff:c000:207'],
  ])('%s', (_name, spec, mistake, nearest) => {
    expect(matchName(certificate(spec), '192.0.2.7', 'ipv4')).toEqual({ matches: false, mistake, nearest });
  });
});
