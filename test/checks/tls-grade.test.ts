import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gradeTable } from '../../src/checks/grade/grade-table.ts';
import { gradeOf, gradeRules } from '../../src/checks/grade/tls-grade.ts';
import { checks } from '../../src/checks/index.ts';
import { tlsLetters } from '../../src/core/tls-grade.ts';
import { projectRoot } from '../house/source-files.ts';
import { judge } from '../support/facts/judging.ts';
import { brokenPath, chainFacts, tlsFacts } from '../support/facts/probe-facts.ts';
import { currentSuites, type ScanChanges, scannedAddress } from '../support/facts/scan-facts.ts';

const also = (suites: ScanChanges['suites']): ScanChanges => ({ suites: { ...currentSuites, ...suites } });
const dh = (bits: number, keyKept = false): ScanChanges => ({
  diffieHellman: [{ bits, origin: null, suites: ['TLS_DHE_RSA_WITH_AES_128_GCM_SHA256'], keyKept }],
});

/** What is seen, the letter, and the rule that costs most. */
const rows: readonly (readonly [string, ScanChanges, string, string | null])[] = [
  ['all that is best', {}, 'A+', null],
  ['2048-bit DHE', dh(2048), 'A+', null],
  ['no hybrid group', { groups: [0x001d] }, 'A', 'no-post-quantum'],
  ['CBC in TLS 1.2', also({ 'TLS 1.2': [0xc02f, 0xc013] }), 'A', 'cbc'],
  ['a Diffie-Hellman key that is kept', dh(2048, true), 'A', 'dh-key-kept'],
  ['renegotiation by clients', { sessions: { clientRenegotiation: true } }, 'A', 'client-renegotiation'],
  [
    'no extended master secret',
    { features: { extendedMasterSecret: false } },
    'A',
    'no-extended-master-secret',
  ],
  ['TLS 1.2 only', { suites: { 'TLS 1.2': [0xc02f] }, modernGroups: null } as ScanChanges, 'B', 'no-tls13'],
  ['RSA key transport', also({ 'TLS 1.2': [0xc02f, 0x009c] }), 'B', 'no-forward-secrecy'],
  ['TLS 1.1', also({ 'TLS 1.1': [0xc013] }), 'C', 'old-tls'],
  ['3DES', also({ 'TLS 1.2': [0xc02f, 0xc012] }), 'C', '3des'],
  ['CBC alone', { suites: { 'TLS 1.2': [0xc013] } }, 'C', 'no-aead'],
  ['1024-bit DHE', dh(1024), 'D', 'dh-weak'],
  ['unprotected renegotiation', { features: { secureRenegotiation: false } }, 'D', 'insecure-renegotiation'],
  ['RC4', also({ 'TLS 1.2': [0xc02f, 0x0005] }), 'E', 'rc4'],
  ['single DES', also({ 'TLS 1.2': [0xc02f, 0x0009] }), 'E', 'obsolete-cipher'],
  ['SSL 3.0', also({ 'SSL 3.0': [0x002f] }), 'E', 'ssl3'],
  ['TLS 1.0 alone', { suites: { 'TLS 1.0': [0x002f] } }, 'E', 'nothing-current'],
  ['compression', { features: { compression: true } }, 'E', 'compression'],
  ['no encryption', also({ 'TLS 1.2': [0xc02f, 0x003b] }), 'F', 'null'],
  ['anonymous', also({ 'TLS 1.2': [0xc02f, 0x00a6] }), 'F', 'anonymous'],
  ['export', also({ 'TLS 1.2': [0xc02f, 0x0008] }), 'F', 'export'],
  ['512-bit DHE', dh(512), 'F', 'dh-broken'],
  ['SSL 2.0', also({ 'SSL 2.0': [0x0005] }), 'F', 'ssl2'],
];

describe('the grade', () => {
  it.each(rows)('%s', (_what, changes, letter, first) => {
    const grade = gradeOf(scannedAddress(changes));
    expect(grade.letter).toBe(letter);
    expect(grade.deductions[0]?.id ?? null).toBe(first);
  });

  it('is the lowest cap of all, and tells them from the costliest on', () => {
    const { deductions } = gradeOf(
      scannedAddress(also({ 'TLS 1.1': [0xc013], 'TLS 1.2': [0xc02f, 0x0005] })),
    );
    const caps = deductions.map(({ cap }) => tlsLetters.indexOf(cap));
    expect(caps).toEqual(caps.toSorted((one, other) => other - one));
    expect(deductions.map(({ id }) => id)).toEqual(expect.arrayContaining(['rc4', 'old-tls']));
  });

  it('is F where clients refuse the certificate', () => {
    const findings = judge({ tls: tlsFacts(), chain: chainFacts(brokenPath({ kind: 'self-signed' })) });
    const grade = gradeOf(scannedAddress(), findings);
    expect(grade.letter).toBe('F');
    expect(grade.deductions[0]?.finding).toBe('chain/self-signed');
  });

  it('is none where nothing is spoken, and provisional where not all was seen', () => {
    expect(gradeOf(scannedAddress({ suites: {} })).letter).toBeNull();
    expect(gradeOf(scannedAddress({ complete: false })).provisional).toBe(true);
  });

  it('takes nothing for what is not known', () => {
    const unknown = scannedAddress({ features: { secureRenegotiation: null, extendedMasterSecret: null } });
    expect(gradeOf({ ...unknown, features: null, sessions: null }).letter).toBe('A+');
  });
});

describe('the rules of the grade', () => {
  it('are published', () => {
    expect(readFileSync(join(projectRoot, 'docs/tls-grade.md'), 'utf8')).toContain(gradeTable());
  });

  it('have a name each, and point at findings that there are', () => {
    const ids = gradeRules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const known = new Set(checks.map(({ page }) => page.id));
    for (const { finding, id } of gradeRules) if (finding !== null) expect(known, id).toContain(finding);
  });

  it('cite a section and say what to do', () => {
    for (const { citation, fix, reason, id } of gradeRules) {
      expect(citation, id).toMatch(/^RFC \d{3,5} §\d+(\.\d+)*$/);
      expect(fix.length, id).toBeGreaterThan(30);
      expect(reason, id).toMatch(/\.$/);
    }
  });
});
