import { expect, test } from 'vitest';
import { digestOf } from '../../../src/net/dnssec/algorithms.ts';
import { compareNames } from '../../../src/net/dnssec/names.ts';
import { nsec3Hasher } from '../../../src/net/dnssec/nsec3-hash.ts';
import { keyTagOf, readDnskey } from '../../../src/net/dnssec/records.ts';
import { findRrset } from '../../../src/net/dnssec/rrset.ts';
import { verifyRrset, zoneKey } from '../../../src/net/dnssec/verify-rrset.ts';
import { dataOf, nameBytes, toBase32Hex } from '../../support/dns/zone-data.ts';

/** Zone, owner and type, their data, key, key tag, DS, RRSIG: examples of RFC 6605 §6 and RFC 8080 §6. */
const examples = [
  {
    name: 'RFC 6605 §6.1: ECDSAP256SHA256',
    zone: 'example.net',
    owner: 'www.example.net',
    record: 'A 192.0.2.1',
    key: '257 3 13 GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA==',
    tag: 55_648,
    ds: 'b4c8c1fe2e7477127b27115656ad6256f424625bf5c1e2770ce6d6e37df61d17',
    signature:
      'A 13 3 3600 20100909100439 20100812100439 55648 example.net. qx6wLYqmh+l9oCKTN6qIc+bw6ya+KJ8oMz0YP107epXAyGmt+3SNruPFKG7tZoLBLlUzGGus7ZwmwWep666VCw==',
    at: '2010-08-20T00:00:00Z',
  },
  {
    name: 'RFC 6605 §6.2: ECDSAP384SHA384',
    zone: 'example.net',
    owner: 'www.example.net',
    record: 'A 192.0.2.1',
    key: '257 3 14 xKYaNhWdGOfJ+nPrL8/arkwf2EY3MDJ+SErKivBVSum1w/egsXvSADtNJhyem5RCOpgQ6K8X1DRSEkrbYQ+OB+v8/uX45NBwY8rp65F6Glur8I/mlVNgF6W/qTI37m40',
    tag: 10_771,
    ds: '72d7b62976ce06438e9c0bf319013cf801f09ecc84b8d7e9495f27e305c6a9b0563a9b5f4d288405c3008a946df983d6',
    signature:
      'A 14 3 3600 20100909102025 20100812102025 10771 example.net. /L5hDKIvGDyI1fcARX3z65qrmPsVz73QD1Mr5CEqOiLP95hxQouuroGCeZOvzFaxsT8Glr74hbavRKayJNuydCuzWTSSPdz7wnqXL5bdcJzusdnI0RSMROxxwGipWcJm',
    at: '2010-08-20T00:00:00Z',
  },
  {
    name: 'RFC 8080 §6.1: ED25519',
    zone: 'example.com',
    owner: 'example.com',
    record: 'MX 10 mail.example.com.',
    key: '257 3 15 l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=',
    tag: 3613,
    ds: '3aa5ab37efce57f737fc1627013fee07bdf241bd10f3b1964ab55c78e79a304b',
    signature:
      'MX 15 2 3600 20150819220000 20150729220000 3613 example.com. oL9krJun7xfBOIWcGHi7mag5/hdZrKWw15jPGrHpjQeRAvTdszaPD+QLs3fx8A4M3e23mRZ9VrbpMngwcrqNAg==',
    at: '2015-08-01T00:00:00Z',
  },
  {
    name: 'RFC 8080 §6.2: ED448',
    zone: 'example.com',
    owner: 'example.com',
    record: 'MX 10 mail.example.com.',
    key: '257 3 16 3kgROaDjrh0H2iuixWBrc8g2EpBBLCdGzHmn+G2MpTPhpj/OiBVHHSfPodx1FYYUcJKm1MDpJtIA',
    tag: 9713,
    ds: '6ccf18d5bc5d7fc2fceb1d59d17321402f2aa8d368048db93dd811f5cb2b19c7',
    signature:
      'MX 16 2 3600 20150819220000 20150729220000 9713 example.com. 3cPAHkmlnxcDHMyg7vFC34l0blBhuG1qpwLmjInI8w1CMB29FkEAIJUA0amxWndkmnBZ6SKiwZSAxGILn/NBtOXft0+Gj7FSvOKxE/07+4RQvE581N3Aj/JtIyaiYVdnYtyMWbSNyGEY2213WKsJlwEA',
    at: '2015-08-01T00:00:00Z',
  },
] as const;

test.each(examples)('$name', async ({ zone, owner, record, key, tag, ds, signature, at }) => {
  const [type = '', ...rest] = record.split(' ');
  const wire = dataOf('DNSKEY', key);
  const digest = digestOf(ds.length === 64 ? 2 : 4, Buffer.concat([nameBytes(zone), wire]));
  expect(keyTagOf(wire)).toBe(tag);
  expect(digest?.toString('hex')).toBe(ds);
  const recordOf = (kind: string, data: string) => ({
    name: owner,
    type: kind,
    ttl: 3600,
    data,
    wire: dataOf(kind, data),
  });
  const rrset = findRrset([recordOf(type, rest.join(' ')), recordOf('RRSIG', signature)], owner, type);
  const read = readDnskey({ ...recordOf('DNSKEY', key), name: zone });
  if (rrset === null || read === null) throw new Error('unreadable example');
  const judge = { now: new Date(at), checks: { left: 10 } };
  expect(await verifyRrset(rrset, { zone, keys: [zoneKey(read)] }, judge)).toMatchObject({
    holds: true,
    expanded: false,
  });
});

test('RFC 5155 appendix A: hashes of names', async () => {
  const hash = nsec3Hasher({ salt: Buffer.from('aabbccdd', 'hex'), iterations: 12 });
  const published = {
    example: '0p9mhaveqvm6t7vbl5lop2u3t2rp3tom',
    'a.example': '35mthgpgcu1qg68fab165klnsnk3dpvl',
    'ai.example': 'gjeqe526plbf1g8mklp59enfd789njgi',
    'ns1.example': '2t7b4g4vsa5smi47k61mv5bv1a22bojr',
    'ns2.example': 'q04jkcevqvmu85r014c7dkba38o0ji5r',
    'w.example': 'k8udemvp1j2f7eg6jebps17vp3n8i58h',
    '*.w.example': 'r53bq7cc2uvmubfu5ocmm6pers9tk9en',
    'x.w.example': 'b4um86eghhds6nea196smvmlo4ors995',
    'y.w.example': 'ji6neoaepv8b5o6k4ev33abha8ht9fgc',
    'x.y.w.example': '2vptu5timamqttgl4luu9kg21e0aor3s',
    'xx.example': 't644ebqk9bibcna874givr6joj62mlhv',
  };
  for (const [name, hashed] of Object.entries(published))
    expect(toBase32Hex(await hash(name)), name).toBe(hashed);
});

test('RFC 4034 §6.1: the canonical order of names', () => {
  const sorted = [
    'example',
    'a.example',
    'yljkjljk.a.example',
    'z.a.example',
    'zabc.a.example',
    'z.example',
    '\\001.z.example',
    '*.z.example',
    '\\200.z.example',
  ];
  expect(sorted.toReversed().toSorted(compareNames)).toEqual(sorted);
});
