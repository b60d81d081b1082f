import { describe, expect, it } from 'vitest';
import {
  allowsPolicies,
  anyPolicyInputs,
  type PolicyInputs,
} from '../../../src/pki/policies/policy-graph.ts';
import { explicit, implicit, integer, oid, sequence } from '../../support/certificates/der-writer.ts';
import type { ExtensionSpec } from '../../support/certificates/extensions.ts';
import {
  type CertificateSpec,
  forgeIntermediate,
  forgeLeaf,
  forgeRoot,
} from '../../support/certificates/forge.ts';
import { readForged } from '../../support/certificates/read.ts';

const any = '2.5.29.32.0';
const gold = '2.16.840.1.101.3.2.1.48.1';
const silver = '2.16.840.1.101.3.2.1.48.2';

function constraints(explicitAfter: number | null, mappingAfter: number | null = null): ExtensionSpec {
  const parts = [
    ...(explicitAfter === null ? [] : [implicit(0, Buffer.from([explicitAfter]))]),
    ...(mappingAfter === null ? [] : [implicit(1, Buffer.from([mappingAfter]))]),
  ];
  return { oid: '2.5.29.36', critical: true, value: sequence(...parts) };
}

function mapping(...pairs: readonly (readonly [string, string])[]): ExtensionSpec {
  const value = sequence(...pairs.map(([issuer, subject]) => sequence(oid(issuer), oid(subject))));
  return { oid: '2.5.29.33', critical: true, value };
}

function inhibitAny(after: number): ExtensionSpec {
  return { oid: '2.5.29.54', critical: true, value: integer(after) };
}

/** From the anchor down; the anchor itself says nothing of policies. */
function allows(specs: readonly CertificateSpec[], inputs: Partial<PolicyInputs> = {}): boolean {
  const root = forgeRoot();
  let issuer = root;
  const path = [root];
  for (const [index, spec] of specs.entries()) {
    const last = index === specs.length - 1;
    issuer = last ? forgeLeaf(issuer, spec) : forgeIntermediate(issuer, { subject: `CA ${index}`, ...spec });
    path.unshift(issuer);
  }
  return allowsPolicies(path.map(readForged), { ...anyPolicyInputs, ...inputs });
}

describe('certificate policies (RFC 5280 §6.1, RFC 9618)', () => {
  it.each<[string, readonly CertificateSpec[], Partial<PolicyInputs>, boolean]>([
    ['none at all, none wanted', [{}, {}], {}, true],
    ['none at all, one wanted', [{}, {}], { explicit: true }, false],
    ['the same on every certificate', [{ policies: [gold] }, { policies: [gold] }], { explicit: true }, true],
    ['another on the leaf', [{ policies: [gold] }, { policies: [silver] }], { explicit: true }, false],
    ['another on the leaf, none wanted', [{ policies: [gold] }, { policies: [silver] }], {}, true],
    ['any above, one below', [{ policies: [any] }, { policies: [gold] }], { explicit: true }, true],
    ['one above, any below', [{ policies: [gold] }, { policies: [any] }], { explicit: true }, true],
    [
      'the wanted one',
      [{ policies: [gold] }, { policies: [gold] }],
      { explicit: true, userPolicies: [gold] },
      true,
    ],
    [
      'not the wanted one',
      [{ policies: [gold] }, { policies: [gold] }],
      { explicit: true, userPolicies: [silver] },
      false,
    ],
    [
      'any, inhibited',
      [{ policies: [any] }, { policies: [gold] }],
      { explicit: true, inhibitAny: true },
      false,
    ],
    [
      'a CA that wants one at once',
      [{ policies: [gold], extensions: [constraints(0)] }, { policies: [silver] }],
      {},
      false,
    ],
    ['a CA that wants one later than the path is long', [{ extensions: [constraints(3)] }, {}, {}], {}, true],
    ['a leaf that wants one itself', [{}, { extensions: [constraints(0)] }], {}, false],
    [
      'any inhibited one step below',
      [{ policies: [gold], extensions: [inhibitAny(0), constraints(0)] }, { policies: [any] }],
      {},
      false,
    ],
    [
      'mapped',
      [{ policies: [gold], extensions: [mapping([gold, silver]), constraints(0)] }, { policies: [silver] }],
      { userPolicies: [gold] },
      true,
    ],
    [
      'mapped, and the mapped name used as before',
      [{ policies: [gold], extensions: [mapping([gold, silver]), constraints(0)] }, { policies: [gold] }],
      {},
      false,
    ],
    [
      'mapped where mapping is inhibited',
      [{ policies: [gold], extensions: [mapping([gold, silver])] }, { policies: [silver] }],
      { explicit: true, inhibitMapping: true },
      false,
    ],
    [
      'mapped from any',
      [{ policies: [any], extensions: [mapping([gold, silver])] }, { policies: [silver] }],
      { explicit: true, userPolicies: [gold] },
      true,
    ],
    [
      'any mapped, which is forbidden',
      [{ policies: [any], extensions: [mapping([any, silver])] }, { policies: [silver] }],
      {},
      false,
    ],
    ['the same policy twice', [{ policies: [gold] }, { policies: [gold, gold] }], {}, false],
  ])('%s', (_name, specs, inputs, wanted) => {
    expect(allows(specs, inputs)).toBe(wanted);
  });

  it('does not grow with every mapping of every mapping', () => {
    const policies = Array.from({ length: 40 }, (_, index) => `1.3.6.1.4.1.99999.${index}`);
    const everyOther = policies.flatMap((from) => policies.slice(0, 4).map((to) => [from, to] as const));
    const level = { policies, extensions: [mapping(...everyOther)] };
    expect(allows([...Array.from({ length: 9 }, () => level), { policies }], { explicit: true })).toBe(true);
  });

  it('needs an empty policyConstraints refused', () => {
    const empty = { oid: '2.5.29.36', critical: true, value: sequence() };
    expect(allows([{ extensions: [empty] }, {}])).toBe(false);
    expect(explicit(0, integer(1)).length).toBeGreaterThan(0);
  });
});
