import { parseTarget } from '../../../src/core/target.ts';
import type { NameMatch } from '../../../src/pki/names/name-match.ts';
import { leafWith } from '../../support/facts/certificate-facts.ts';
import type { RuleRow } from '../../support/facts/judging.ts';
import {
  brokenPath,
  chainFacts,
  completed,
  healthyFacts,
  ip,
  tlsFacts,
} from '../../support/facts/probe-facts.ts';

type Mismatch = Extract<NameMatch, { readonly matches: false }>;

const leafOf = (changes: Parameters<typeof leafWith>[0]) => ({
  chain: chainFacts({ leaf: leafWith(changes) }),
});
const mismatch = (mistake: Mismatch['mistake'], nearest: string | null) => ({
  chain: chainFacts({ names: { matches: false, mistake, nearest } }),
});
const rsa1024 = leafWith({ publicKey: { type: 'rsa', bits: 1024, curve: null, spki256: 'aa' } });
const keyOf = (type: string, bits: number | null, curve: string | null) =>
  leafOf({ publicKey: { type, bits, curve, spki256: 'aa' } });
const sha1 = { signature: { algorithm: 'sha1WithRSAEncryption', hash: 'sha1' } };
const rsa2048 = { type: 'rsa', bits: 2048, curve: null, spki256: 'aa' };
const staple = leafWith({ mustStaple: true });

const mismatchRow = (mistake: Mismatch['mistake'], nearest: string | null, title: RegExp): RuleRow => ({
  id: 'certificate/name-mismatch',
  when: `the mistake is ${mistake}`,
  facts: mismatch(mistake, nearest),
  title,
  evidence: ['asked for: api.example.org'],
  reproduce: '-ext subjectAltName',
  severity: 'fatal',
  silentWhen: 'the name matches',
  silent: healthyFacts,
});

export const rows: readonly RuleRow[] = [
  mismatchRow('www-missing', 'example.org', /for example\.org and leaves out api\.example\.org/),
  mismatchRow('only-www', 'www.example.org', /leaves out the bare/),
  mismatchRow('wildcard-depth', '*.org', /a wildcard stands for one label only/),
  mismatchRow('wildcard-bare', '*.api.example.org', /does not cover the bare api\.example\.org/),
  mismatchRow('sibling', 'www.example.org', /is for www\.example\.org, not for api\.example\.org/),
  mismatchRow('other', null, /is for api\.example\.org, not for api/),
  {
    id: 'certificate/name-mismatch',
    when: 'the address stands in the certificate as a DNS name',
    facts: mismatch('ip-as-dns', ip),
    title: /The address 192\.0\.2\.7 stands in the certificate as a DNS name/,
    reproduce: 'openssl s_client -connect 192.0.2.7:443 -noservername',
    severity: 'fatal',
    silentWhen: 'there is no SAN at all',
    silent: mismatch('no-san', null),
    target: parseTarget(ip),
  },
  {
    id: 'certificate/no-san',
    when: 'there is a common name only',
    facts: {
      chain: chainFacts({
        leaf: leafWith({ names: null }),
        names: { matches: false, mistake: 'no-san', nearest: null },
      }),
    },
    title: /names no host/,
    evidence: ['common name: api.example.org', 'subject alternative names: none'],
    reproduce: '-ext subjectAltName',
    severity: 'fatal',
    silentWhen: 'the SAN names another host',
    silent: mismatch('other', 'www.example.com'),
  },
  {
    id: 'certificate/wrong-eku',
    when: 'it is a client certificate',
    facts: leafOf({ extendedKeyUsage: ['clientAuth'] }),
    title: /is for clientAuth, not for servers/,
    evidence: ['extended key usage: clientAuth'],
    reproduce: '-ext extendedKeyUsage',
    severity: 'fatal',
    silentWhen: 'it is for any use',
    silent: leafOf({ extendedKeyUsage: ['anyExtendedKeyUsage'] }),
  },
  {
    id: 'certificate/no-eku',
    when: 'the extension is missing',
    facts: leafOf({ extendedKeyUsage: null }),
    title: /no extended key usage/,
    reproduce: '-ext extendedKeyUsage',
    severity: 'warning',
    silentWhen: 'it is there',
    silent: healthyFacts,
  },
  {
    id: 'certificate/weak-key',
    when: 'verifiers refuse RSA 1024',
    facts: {
      chain: chainFacts({ leaf: rsa1024, ...brokenPath({ kind: 'rule', rule: 'weak-key', at: rsa1024 }) }),
    },
    title: /too weak: RSA 1024 bits/,
    evidence: ['key: RSA 1024 bits'],
    reproduce: '-text',
    severity: 'fatal',
    silentWhen: 'RSA has 2048 bits',
    silent: leafOf({ publicKey: rsa2048 }),
  },
  {
    id: 'certificate/weak-key',
    when: 'the curve is small and our path passes',
    facts: keyOf('ec', 192, 'P-192'),
    title: /EC P-192/,
    reproduce: '-text',
    severity: 'error',
    silentWhen: 'the curve is P-256',
    silent: healthyFacts,
  },
  {
    id: 'certificate/weak-signature',
    when: 'the issuer signed with SHA-1',
    facts: leafOf(sha1),
    title: /signed with SHA1/,
    evidence: ['signature: sha1WithRSAEncryption'],
    reproduce: '-text',
    severity: 'error',
    silentWhen: 'it signed itself',
    silent: leafOf({ ...sha1, selfIssued: true }),
  },
  {
    id: 'certificate/key-usage',
    when: 'an EC key may not sign',
    facts: leafOf({ keyUsage: ['keyAgreement'] }),
    title: /no digitalSignature/,
    evidence: ['key usage: keyAgreement'],
    reproduce: '-ext keyUsage',
    severity: 'error',
    silentWhen: 'there is no key usage',
    silent: leafOf({ keyUsage: null }),
  },
  {
    id: 'certificate/key-usage',
    when: 'an RSA key may only encrypt and the handshake signs',
    facts: { ...leafOf({ keyUsage: ['keyEncipherment'], publicKey: rsa2048 }), tls: tlsFacts() },
    title: /no digitalSignature/,
    reproduce: '-ext keyUsage',
    severity: 'error',
    silentWhen: 'the handshake is RSA key transport',
    silent: {
      ...leafOf({ keyUsage: ['keyEncipherment'], publicKey: rsa2048 }),
      tls: tlsFacts({ [ip]: completed({ protocol: 'TLSv1.2', cipher: 'AES128-SHA', group: null }) }),
    },
  },
  {
    id: 'certificate/must-staple-missing',
    when: 'it promises a staple and none comes',
    facts: { chain: chainFacts({ leaf: staple }), tls: tlsFacts() },
    title: /must-staple/,
    evidence: ['without a staple: 192.0.2.7:443'],
    reproduce: '-status',
    severity: 'error',
    silentWhen: 'one comes',
    silent: {
      chain: chainFacts({ leaf: staple }),
      tls: tlsFacts({ [ip]: completed({ stapled: new Uint8Array(500) }) }),
    },
  },
  {
    id: 'certificate/oversized',
    when: 'it holds 101 names',
    facts: leafOf({
      names: { dns: Array.from({ length: 101 }, (_, at) => `n${at}.example`), ip: [], other: [] },
    }),
    title: /holds 101 names/,
    reproduce: '-showcerts',
    severity: 'warning',
    silentWhen: 'it holds 100',
    silent: leafOf({
      names: { dns: Array.from({ length: 100 }, (_, at) => `n${at}.example`), ip: [], other: [] },
    }),
  },
  {
    id: 'certificate/oversized',
    when: 'the list is longer than 16 KiB',
    facts: { chain: chainFacts({ sent: [leafWith({ der: new Uint8Array(16 * 1024 + 1) })] }) },
    title: /sends 16 KB of certificates/,
    evidence: ['bytes: 16385'],
    reproduce: '-showcerts',
    severity: 'warning',
    silentWhen: 'it is 16 KiB',
    silent: { chain: chainFacts({ sent: [leafWith({ der: new Uint8Array(16 * 1024) })] }) },
  },
];
