import { describe, expect, it } from 'vitest';
import { allowsNames, mostComparisons } from '../../../src/pki/constraints/name-constraints.ts';
import { findPath } from '../../../src/pki/path/path.ts';
import { explicit, implicit, integer, oid, sequence, string } from '../../support/certificates/der-writer.ts';
import { nameConstraints } from '../../support/certificates/extensions.ts';
import {
  type CertificateSpec,
  type Forged,
  fixedNow,
  forgeIntermediate,
  forgeLeaf,
  forgeRoot,
} from '../../support/certificates/forge.ts';
import { otherName } from '../../support/certificates/names.ts';
import { readForged, storeOf } from '../../support/certificates/read.ts';

const root = forgeRoot();

type Case = readonly [constraint: string, name: string, allowed: boolean];

function allows(
  authority: CertificateSpec,
  leaf: CertificateSpec,
  budget = { left: mostComparisons },
): boolean {
  const spec = { subject: null, ...leaf };
  return allowsNames(
    readForged(forgeIntermediate(root, authority)),
    readForged(forgeLeaf(root, spec)),
    budget,
  );
}

const permitted: readonly Case[] = [
  ['dns:site.test', 'dns:site.test', true],
  ['dns:site.test', 'dns:a.b.SITE.test', true],
  ['dns:site.test', 'dns:mysite.test', false],
  ['dns:site.test', 'dns:other.example', false],
  ['dns:site.test', 'dns:*.site.test', true],
  ['dns:a.site.test', 'dns:*.site.test', false],
  ['dns:.site.test', 'dns:a.site.test', true],
  ['dns:.site.test', 'dns:site.test', false],
  ['dns:', 'dns:anything.example', true],
  ['dns:site.test', 'ip:192.0.2.7', true],
  ['dns:site.test', 'dns:bad name.site.test', false],
  ['ip:192.0.2.0/24', 'ip:192.0.2.7', true],
  ['ip:192.0.2.0/24', 'ip:192.0.3.7', false],
  ['ip:192.0.2.0/24', 'ip:2001:db8::7', false],
  ['ip:2001:db8::/32', 'ip:2001:db8:1::7', true],
  ['ip:2001:db8::/32', 'ip:2001:db9::7', false],
  ['ip:0.0.0.0/0', 'ip:198.51.100.1', true],
  ['email:a@site.test', 'email:a@SITE.test', true],
  ['email:a@site.test', 'email:A@site.test', false],
  ['email:a@site.test', 'email:"\\a"@site.test', true],
  ['email:"a b"@site.test', 'email:"a\\ b"@site.test', true],
  ['email:a@site.test', 'email:"a b"@site.test', false],
  ['email:site.test', 'email:b@site.test', true],
  ['email:site.test', 'email:b@x.site.test', false],
  ['email:.site.test', 'email:b@x.site.test', true],
  ['email:.site.test', 'email:b@site.test', false],
  ['email:site.test', 'email:site.test', false],
  ['uri:site.test', 'uri:https://u@site.test:8443/x', true],
  ['uri:site.test', 'uri:https://x.site.test/', false],
  ['uri:', 'uri:https://x.site.test/', true],
  ['uri:.site.test', 'uri:https://x.site.test/', true],
  ['uri:.site.test', 'uri:https://192.0.2.7/', false],
  ['uri:.site.test', 'uri:mailto:a@x.site.test', false],
  ['uri:site.test', `uri:https://site.test/${'x'.repeat(5000)}`, true],
  // Cut after 2048 characters it would be "site.test".
  ['uri:site.test', `uri:https://${'u'.repeat(2030)}@site.test.example/`, false],
  ['email:site.test', `email:${'a'.repeat(3000)}@site.test`, false],
  ['dn:Acme', 'dn:acme ', true],
  ['dn:Acme', 'dn:Other', false],
];

const excluded: readonly Case[] = [
  ['dns:site.test', 'dns:site.test', false],
  ['dns:site.test', 'dns:a.site.test', false],
  ['dns:site.test', 'dns:other.test', true],
  ['dns:a.site.test', 'dns:*.site.test', false],
  ['dns:a.b.site.test', 'dns:*.site.test', true],
  ['dns:site.test', 'dns:*.site.test', false],
  ['ip:192.0.2.0/24', 'ip:192.0.2.7', false],
  ['ip:192.0.2.0/24', 'ip:192.0.3.7', true],
  ['email:site.test', 'email:a@site.test', false],
  ['uri:site.test', 'uri:https://site.test/', false],
  ['uri:site.test', 'uri:urn:x', false],
  ['uri:', 'uri:https://site.test/', false],
  ['dn:Acme', 'dn:ACME', false],
  ['dns:site.test', 'ip:192.0.2.7', true],
];

describe('name constraints (RFC 5280 §4.2.1.10)', () => {
  it.each(permitted)('permitted %s: %s is %s', (constraint, name, allowed) => {
    expect(allows({ nameConstraints: { permitted: [constraint] } }, { names: [name] })).toBe(allowed);
  });

  it.each(excluded)('excluded %s: %s is %s', (constraint, name, allowed) => {
    expect(allows({ nameConstraints: { excluded: [constraint] } }, { names: [name] })).toBe(allowed);
  });

  it('hold for every name, and exclusion beats permission', () => {
    const nameConstraints = { permitted: ['dns:site.test', 'dns:b.example'], excluded: ['dns:x.site.test'] };
    expect(allows({ nameConstraints }, { dns: ['a.site.test', 'b.example'] })).toBe(true);
    expect(allows({ nameConstraints }, { dns: ['a.site.test', 'c.example'] })).toBe(false);
    expect(allows({ nameConstraints }, { dns: ['x.site.test'] })).toBe(false);
  });

  it('hold for the subject, by its leading RDNs', () => {
    const base = sequence(
      // [4] EXPLICIT Name with O=Acme.
      Buffer.from('a4113 00f310d300b060355040a0c0441636d65'.replace(' ', ''), 'hex'),
    );
    const authority = forgeIntermediate(root, {
      extensions: [
        {
          oid: '2.5.29.30',
          critical: true,
          value: sequence(Buffer.concat([Buffer.from([0xa0, base.length]), base])),
        },
      ],
    });
    const allowed = (subject: CertificateSpec['subject']) =>
      allowsNames(readForged(authority), readForged(forgeLeaf(root, { subject: subject ?? null })), {
        left: 99,
      });
    const acme = { type: 'O', value: 'ACME' };
    expect(allowed([acme, { type: 'CN', value: 'x' }])).toBe(true);
    expect(allowed([{ type: 'CN', value: 'x' }, acme])).toBe(false);
    expect(allowed(null)).toBe(true);
  });

  it('hold for the mail address in a subject without SAN', () => {
    const subject = [{ type: 'emailAddress', value: 'a@evil.example' }];
    const nameConstraints = { permitted: ['email:site.test'] };
    expect(allows({ nameConstraints }, { subject, dns: [] })).toBe(false);
    expect(allows({ nameConstraints }, { subject, dns: ['site.test'] })).toBe(true);
  });

  it('refuse names of a form that is constrained and not understood', () => {
    const upn = (text: string) => otherName('1.3.6.1.4.1.311.20.2.3', string('utf8', text));
    const nameConstraints = { excluded: [upn('a')] };
    expect(allows({ nameConstraints }, { names: [upn('b')] })).toBe(false);
    expect(allows({ nameConstraints }, { names: ['dns:site.test'] })).toBe(true);
    const brokenName = explicit(4, sequence(Buffer.from('3109', 'hex')));
    expect(allows({ nameConstraints: { excluded: ['dn:a'] } }, { names: [brokenName] })).toBe(false);
    expect(allows({ nameConstraints: { permitted: ['rid:1.2.3'] } }, { names: ['rid:1.2.3'] })).toBe(false);
  });

  it.each([
    ['email:site.test', '医生@site.test', true],
    ['email:site.test', '医生@other.test', false],
    ['email:xn--pss25c.example', '医生@大学.example', true],
    ['email:xn--pss25c.example', '学生@site.test', false],
    ['email:a@site.test', '医生@site.test', false],
    ['email:site.test', 'no mailbox', false],
    ['dns:site.test', '医生@other.test', true],
  ])('of mailboxes (%s) hold for %s in an SmtpUTF8Mailbox (RFC 9598 §6): %s', (base, mailbox, allowed) => {
    const names = [otherName('1.3.6.1.5.5.7.8.9', string('utf8', mailbox))];
    expect(allows({ nameConstraints: { permitted: [base] } }, { names })).toBe(allowed);
  });

  it('refuse everything when they are malformed', () => {
    const values = [
      sequence(),
      sequence(Buffer.from('a000', 'hex')),
      sequence(
        Buffer.concat([Buffer.from([0xa0, 9]), sequence(implicit(7, Buffer.from('c0000200ff', 'hex')))]),
      ),
      sequence(
        Buffer.concat([
          Buffer.from([0xa0, 12]),
          sequence(implicit(7, Buffer.from('c0000200ff00ff00', 'hex'))),
        ]),
      ),
      integer(1),
      oid('1.2.3'),
    ];
    for (const value of values) {
      const extensions = [{ oid: '2.5.29.30', critical: true, value }];
      expect(allows({ extensions }, { dns: ['site.test'] })).toBe(false);
    }
  });

  it('refuse everything when they stand there twice', () => {
    const { value } = nameConstraints({ permitted: ['dns:site.test'] });
    const extensions = [{ oid: '2.5.29.30', critical: true, value }];
    expect(allows({ extensions }, { dns: ['site.test'] })).toBe(true);
    expect(allows({ extensions: [...extensions, ...extensions] }, { dns: ['site.test'] })).toBe(false);
  });

  it('exempt self-issued authorities, not a self-issued leaf', () => {
    const subject = 'Test Intermediate CA';
    const outer = forgeIntermediate(root, {
      nameConstraints: { excluded: ['dns:bad.test', `dn:${subject}`] },
    });
    const inner = forgeIntermediate(outer, { subject, dns: ['bad.test'] });
    const path = (leaf: Forged, sent: readonly Forged[]) =>
      findPath({ leaf: readForged(leaf), sent: sent.map(readForged), store: storeOf(root), now: fixedNow });
    expect(path(forgeLeaf(inner, { dns: ['good.test'] }), [outer, inner]).trusted).toBe(true);
    expect(path(forgeLeaf(outer, { subject, dns: ['good.test'] }), [outer])).toMatchObject({
      problem: { rule: 'name-constraints' },
    });
  });

  it('refuse an address of the wrong length', () => {
    const names = [implicit(7, Buffer.from([192, 0, 2]))];
    expect(allows({ nameConstraints: { permitted: ['ip:192.0.2.0/24'] } }, { names })).toBe(false);
  });

  it('stop comparing at their limit, and refuse then', () => {
    const dns = Array.from({ length: 50 }, (_, index) => `a${index}.site.test`);
    const nameConstraints = { permitted: ['dns:site.test'] };
    expect(allows({ nameConstraints }, { dns }, { left: 50 })).toBe(true);
    expect(allows({ nameConstraints }, { dns }, { left: 49 })).toBe(false);
  });
});
