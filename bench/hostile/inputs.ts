import { randomBytes } from 'node:crypto';
import {
  type CertificateSpec,
  forgeIntermediate,
  forgeLeaf,
  forgeRoot,
} from '../../test/support/certificates/forge.ts';
import { rsaKeyOf } from '../../test/support/certificates/keys.ts';
import * as answers from '../../test/support/farm/http-answers.ts';
import type { HttpAnswer } from '../../test/support/farm/http-server.ts';
import { identityOf } from '../../test/support/farm/tls-server.ts';

const now = new Date();
const root = forgeRoot({ now });
const issuer = forgeIntermediate(root, { now });
export const rootPem = root.pem;

function leaf(spec: CertificateSpec = {}) {
  return forgeLeaf(issuer, { now, dns: ['site.test'], ...spec });
}

/** As large as it says; nobody looked for primes, which no reader can tell in time. */
function wideKey(bits: number, exponent: bigint) {
  for (;;) {
    const [p, q] = [odd(bits / 2), odd(bits / 2)];
    try {
      return rsaKeyOf(p, q, exponent);
    } catch {
      // The exponent has no inverse there.
    }
  }
}

function odd(bits: number): bigint {
  return BigInt(`0x${randomBytes(bits / 8).toString('hex')}`) | 1n | (3n << BigInt(bits - 2));
}

function chainOf(length: number) {
  const authorities = [root];
  while (authorities.length < length) {
    const above = authorities.at(-1) ?? root;
    authorities.push(forgeIntermediate(above, { now, subject: `Authority ${authorities.length}` }));
  }
  const last = authorities.at(-1) ?? root;
  return identityOf(forgeLeaf(last, { now, dns: ['site.test'] }), ...authorities.slice(1).reverse());
}

const names = (count: number) => [
  'site.test',
  ...Array.from({ length: count - 1 }, (_, at) => `name-${at}.site.test`),
];
export const sound = identityOf(leaf(), issuer);

/** With a URL in its certificate; the issuer of it is left out where it is to be fetched. */
export function soundWith(at: 'crl' | 'ocsp' | 'caIssuers', url: string) {
  const one = leaf({ [at]: [url] });
  return at === 'caIssuers' ? identityOf(one) : identityOf(one, issuer);
}

export type ServerCase = {
  readonly what: string;
  readonly bound: string;
  readonly answer: HttpAnswer;
  readonly identity: ReturnType<typeof identityOf>;
};

const ok = answers.answersStatus(200);

export const serverCases: readonly ServerCase[] = [
  { what: 'a sound server, for comparison', bound: '', answer: ok, identity: sound },
  {
    what: 'a chain of 100 certificates',
    bound: 'paths of 11, 400 certificates, 512 KiB of handshake',
    answer: ok,
    identity: chainOf(100),
  },
  {
    what: 'a certificate with 2,000 names (50 KB)',
    bound: '100 KiB of Certificate message (OpenSSL)',
    answer: ok,
    identity: identityOf(leaf({ dns: names(2000) }), issuer),
  },
  {
    what: 'a certificate with 20,000 names (500 KB)',
    bound: '100 KiB of Certificate message (OpenSSL)',
    answer: ok,
    identity: identityOf(leaf({ dns: names(20_000) }), issuer),
  },
  {
    what: 'gzip of 1 GiB',
    bound: '256 KiB after unpacking',
    answer: answers.gzipBomb(1024),
    identity: sound,
  },
  {
    what: 'a header of 64 MiB',
    bound: '64 KiB of head',
    answer: answers.headerBomb(65_536),
    identity: sound,
  },
  { what: 'a body without end', bound: '256 KiB of body', answer: answers.neverEndingBody, identity: sound },
  {
    what: 'a head that drips, a byte every 20 ms',
    bound: 'CHECK_TIMEOUT, 5 s here',
    answer: answers.slowDrip({ part: 'head' }),
    identity: sound,
  },
  {
    what: 'a body that drips',
    bound: 'CHECK_TIMEOUT, 5 s here',
    answer: answers.slowDrip({ part: 'body' }),
    identity: sound,
  },
  { what: 'redirects without end', bound: '6 redirects', answer: answers.endlessRedirects, identity: sound },
];

export type FileCase = {
  readonly what: string;
  readonly bound: string;
  readonly words: readonly string[];
  content(): string | Uint8Array;
};

const cert = ['cert'];

export const fileCases: readonly FileCase[] = [
  {
    what: 'a certificate with a 16,384 bit RSA key',
    bound: '1 MiB of file',
    words: cert,
    content: () => leaf({ key: wideKey(16_384, 65_537n) }).pem,
  },
  {
    what: 'one whose exponent has 4,095 bits',
    bound: '1 MiB of file',
    words: cert,
    content: () => leaf({ key: wideKey(4096, odd(4088)) }).pem,
  },
  {
    what: 'a certificate with 30,000 names (800 KB)',
    bound: '1 MiB of file',
    words: cert,
    content: () => leaf({ dns: names(30_000) }).pem,
  },
  {
    what: '600 certificates in one file',
    bound: '1 MiB of file',
    words: cert,
    content: () => leaf().pem.repeat(600),
  },
  {
    what: 'a file of 64 MiB',
    bound: '1 MiB of file',
    words: cert,
    content: () => new Uint8Array(64 * 1024 * 1024),
  },
  {
    what: 'a list of 1,000,000 lines',
    bound: '1 MiB of list',
    words: ['watch', 'import'],
    content: () => names(1_000_000).join('\n'),
  },
  {
    what: 'a list of 1 MiB, 50,000 lines',
    bound: '10,000 entries',
    words: ['watch', 'import'],
    content: () => Array.from({ length: 50_000 }, (_, at) => `a${at}.site.test`).join('\n'),
  },
  {
    what: 'a YAML file that unfolds to 10^9 nodes',
    bound: 'aliases are refused',
    words: ['watch', 'import'],
    content: laughs,
  },
];

/** A billion laughs, with anchors and aliases. */
function laughs(): string {
  const lines = ['a0: &a0 [x,x,x,x,x,x,x,x,x,x]'];
  for (let at = 1; at < 10; at += 1) {
    lines.push(`a${at}: &a${at} [${Array.from({ length: 10 }, () => `*a${at - 1}`).join(',')}]`);
  }
  return lines.join('\n');
}
