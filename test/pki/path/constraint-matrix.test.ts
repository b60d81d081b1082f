import { describe, expect, it } from 'vitest';
import { judgeByRules } from '../../../src/bin/limbo/rule-mode.ts';
import { fixedNow, forgeIntermediate, forgeLeaf, forgeRoot } from '../../support/certificates/forge.ts';
import { makeKey } from '../../support/certificates/keys.ts';

/** Inside what the constraint names, outside it, or not there. */
const values = ['none', 'inside', 'outside'] as const;
type Value = (typeof values)[number];

const names = { dns: { inside: 'test.localhost', outside: 'bad.example.com' } } as const;
const addresses = { inside: '127.0.0.1', outside: '1.1.1.1' } as const;
const trees = { inside: 'dns:localhost', outside: 'dns:example.com' } as const;
const ranges = { inside: 'ip:127.0.0.0/24', outside: 'ip:1.1.1.0/24' } as const;

type Constraints = {
  readonly dnsPermitted: Value;
  readonly ipPermitted: Value;
  readonly dnsExcluded: Value;
  readonly ipExcluded: Value;
};
type Leaf = { readonly commonName: string | null; readonly dns: Value; readonly ip: Value };

const root = forgeRoot();
const authorityKey = makeKey('p256', 'constrained');

function pick<Texts extends Record<'inside' | 'outside', string>>(texts: Texts, value: Value): string[] {
  return value === 'none' ? [] : [texts[value]];
}

function authorityFor({ dnsPermitted, ipPermitted, dnsExcluded, ipExcluded }: Constraints): string {
  const permitted = [...pick(trees, dnsPermitted), ...pick(ranges, ipPermitted)];
  const excluded = [...pick(trees, dnsExcluded), ...pick(ranges, ipExcluded)];
  const lists = {
    ...(permitted.length === 0 ? {} : { permitted }),
    ...(excluded.length === 0 ? {} : { excluded }),
  };
  const nameConstraints = Object.keys(lists).length === 0 ? {} : { nameConstraints: lists };
  return forgeIntermediate(root, { key: authorityKey, ...nameConstraints }).pem;
}

const authority = forgeIntermediate(root, { key: authorityKey });

function leafFor({ commonName, dns, ip }: Leaf): string {
  const subject = commonName ?? [{ type: 'O' as const, value: 'Nameless' }];
  return forgeLeaf(authority, { subject, dns: pick(names.dns, dns), ip: pick(addresses, ip) }).pem;
}

/** The SAN alone says who it is, and each of its names must be permitted and not excluded (RFC 5280 §4.2.1.10). */
function isValid(host: 'dns' | 'ip', leaf: Leaf, constraints: Constraints): boolean {
  if (leaf[host] !== 'inside') return false;
  const { dnsPermitted, ipPermitted, dnsExcluded, ipExcluded } = constraints;
  return allowed(leaf.dns, dnsPermitted, dnsExcluded) && allowed(leaf.ip, ipPermitted, ipExcluded);
}

function allowed(name: Value, permitted: Value, excluded: Value): boolean {
  if (name === 'none') return true;
  return (permitted === 'none' || permitted === name) && excluded !== name;
}

function combinations(): readonly Constraints[] {
  return values.flatMap((dnsPermitted) =>
    values.flatMap((ipPermitted) =>
      values.flatMap((dnsExcluded) =>
        values.map((ipExcluded) => ({ dnsPermitted, ipPermitted, dnsExcluded, ipExcluded })),
      ),
    ),
  );
}

const commonNames = [null, names.dns.inside, names.dns.outside, addresses.inside, addresses.outside];

describe('name constraints against every mixture of names', () => {
  const leaves = commonNames.flatMap((commonName) =>
    values.flatMap((dns) => values.map((ip): Leaf => ({ commonName, dns, ip }))),
  );
  const forgedLeaves = leaves.map((leaf) => ({ leaf, pem: leafFor(leaf) }));

  it.each(combinations())('%o', (constraints) => {
    const pem = authorityFor(constraints);
    for (const host of ['dns', 'ip'] as const) {
      for (const { leaf, pem: peer } of forgedLeaves) {
        const value = host === 'dns' ? names.dns.inside : addresses.inside;
        const { actual_result: result, context } = judgeByRules(
          {
            id: 'matrix',
            validation_kind: 'SERVER',
            trusted_certs: [root.pem],
            untrusted_intermediates: [pem],
            peer_certificate: peer,
            expected_peer_name: { kind: host === 'dns' ? 'DNS' : 'IP', value },
          },
          fixedNow,
        );
        const wanted = isValid(host, leaf, constraints) ? 'SUCCESS' : 'FAILURE';
        expect(result, JSON.stringify({ host, leaf, context })).toBe(wanted);
      }
    }
  });
});
