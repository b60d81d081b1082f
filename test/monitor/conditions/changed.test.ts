import { describe, expect, test } from 'vitest';
import type { SeenCertificate } from '../../../src/core/diagnosis.ts';
import { changeOf } from '../../../src/monitor/conditions/changed.ts';
import { after, dayMs, noon } from '../../support/store-fixtures.ts';
import { seenCertificate } from '../../support/watch-stage.ts';

const old: SeenCertificate = {
  ...seenCertificate(20 * dayMs, 'old'),
  issuer: 'R11',
  authority: "Let's Encrypt",
};
const renewed: SeenCertificate = { ...old, ...seenCertificate(89 * dayMs, 'new'), issuer: 'R13' };

function titleOf(leaf: SeenCertificate, before: readonly SeenCertificate[] = [old]): string | null {
  return changeOf(leaf, before, noon)?.title ?? null;
}

describe('another leaf than before', () => {
  test('is a plain renewal when the same authority issued it later for the same names', () => {
    expect(titleOf(renewed)).toBeNull();
    expect(titleOf({ ...renewed, names: ['pay.example.com', 'more.example.com'] })).toBeNull();
    expect(titleOf({ ...renewed, names: ['*.example.com'] })).toBeNull();
    expect(titleOf(old)).toBeNull();
    expect(titleOf(renewed, [])).toBeNull();
  });

  test('may live shorter than the one it follows', () => {
    expect(titleOf({ ...renewed, notBefore: after(0), notAfter: after(6 * dayMs) })).toBeNull();
  });

  test('is told when another authority issued it', () => {
    expect(titleOf({ ...renewed, issuer: 'DigiCert EV', authority: 'DigiCert Inc' })).toBe(
      "Another authority issued it: DigiCert Inc instead of Let's Encrypt",
    );
  });

  test('is told when it lost a name', () => {
    expect(titleOf({ ...renewed, names: ['www.example.com'] })).toBe(
      'The new certificate leaves out pay.example.com',
    );
    expect(titleOf({ ...renewed, names: ['*.pay.example.com'] })).toMatch(/leaves out pay\.example\.com$/);
  });

  test('is told when it is an older one', () => {
    expect(titleOf(old, [renewed])).toMatch(/^An older certificate is served again: it ends Sun 11 Oct/);
  });

  test('is held against what the same address served', () => {
    const elsewhere = { ...old, fingerprint256: 'cdn', authority: 'Amazon', addresses: ['198.51.100.1:443'] };
    expect(titleOf(renewed, [elsewhere, old])).toBeNull();
    expect(titleOf({ ...renewed, addresses: ['198.51.100.1:443'] }, [elsewhere, old])).toMatch(/^Another/);
    expect(titleOf({ ...renewed, addresses: ['203.0.113.9:443'] }, [elsewhere, old])).toBeNull();
  });
});
