import { describe, expect, it } from 'vitest';
import { judgeByRules } from '../../src/bin/limbo/rule-mode.ts';
import { type CertificateSpec, fixedNow, forgeLeaf, forgeRoot } from '../support/certificates/forge.ts';
import { anyKey } from '../support/certificates/keys.ts';

describe('a chain of ML-DSA keys (RFC 9881)', () => {
  const root = forgeRoot({ key: anyKey('ml-dsa-65') });
  const key = anyKey('ml-dsa-65');

  it.each<[string, CertificateSpec, string]>([
    ['is valid, public name or not', {}, 'SUCCESS'],
    ['is refused for its signature', { badSignature: true }, 'FAILURE'],
    ['may not encipher', { keyUsage: ['digitalSignature', 'keyEncipherment'] }, 'FAILURE'],
    ['may not agree', { keyUsage: ['digitalSignature', 'keyAgreement'] }, 'FAILURE'],
  ])('%s', (_name, spec, expected) => {
    const leaf = forgeLeaf(root, { key, dns: ['site.example.org'], ...spec });
    const limboCase = {
      id: 'ml-dsa',
      validation_kind: 'SERVER' as const,
      trusted_certs: [root.pem],
      untrusted_intermediates: [],
      peer_certificate: leaf.pem,
      expected_peer_name: { kind: 'DNS' as const, value: 'site.example.org' },
    };
    expect(judgeByRules(limboCase, fixedNow).actual_result).toBe(expected);
  });
});
