import { describe, expect, it } from 'vitest';
import { findPath } from '../../../src/pki/path/path.ts';
import {
  type CertificateSpec,
  daysFrom,
  type Forged,
  fixedNow,
  forgeIntermediate,
  forgeLeaf,
  forgeRoot,
} from '../../support/certificates/forge.ts';
import { makeKey } from '../../support/certificates/keys.ts';
import { readForged, storeOf } from '../../support/certificates/read.ts';

function search(leaf: Forged, sent: readonly Forged[], anchors: readonly Forged[], now = fixedNow) {
  return findPath({ leaf: readForged(leaf), sent: sent.map(readForged), store: storeOf(...anchors), now });
}

function namesOf(result: ReturnType<typeof search>) {
  return result.trusted ? result.path.map((one) => one.subject.commonName) : result.problem;
}

const root = forgeRoot();

/** One authority, signed by each of these issuers. */
function crossSigned(issuers: readonly Forged[], specs: readonly CertificateSpec[] = []): readonly Forged[] {
  const key = makeKey('p256', 'cross');
  const keyId = Buffer.from('same');
  return issuers.map((issuer, index) =>
    forgeIntermediate(issuer, { subject: 'Crossed CA', key, subjectKeyId: keyId, ...specs[index] }),
  );
}

describe('when several paths exist', () => {
  const stranger = forgeRoot({ subject: 'Stranger Root' });

  it.each<[string, CertificateSpec]>([
    ['is expired', { notAfter: daysFrom(fixedNow, -1) }],
    ['is not valid yet', { notBefore: daysFrom(fixedNow, 1) }],
    ['is no CA', { ca: false }],
    ['may not sign', { keyUsage: ['digitalSignature'] }],
    ['is for clients', { extendedKeyUsage: ['clientAuth'] }],
    ['forbids the name', { nameConstraints: { excluded: ['dns:site.test'] } }],
    ['is not understood', { unknownExtension: 'critical' }],
    ['has a weak signature', { hash: 'sha1' }],
  ])('takes the other one when one certificate of the authority %s', (_name, fault) => {
    const [bad, good] = crossSigned([root, root], [{ notAfter: daysFrom(fixedNow, 5000), ...fault }]);
    if (bad === undefined || good === undefined) throw new Error('two are forged');
    const leaf = forgeLeaf(good);
    for (const sent of [
      [bad, good],
      [good, bad],
    ]) {
      expect(namesOf(search(leaf, sent, [root]))).toEqual(['site.test', 'Crossed CA', 'Test Root CA']);
    }
  });

  it('climbs past a branch that leads to a root nobody trusts', () => {
    const crossed = crossSigned([stranger, root]);
    const [first] = crossed;
    if (first === undefined) throw new Error('two are forged');
    expect(search(forgeLeaf(first), [...crossed, stranger], [root]).trusted).toBe(true);
  });

  it('climbs past an anchor that has expired to one that has not', () => {
    const key = makeKey('p256', 'old');
    const old = forgeRoot({ subject: 'Old Root', key, notAfter: daysFrom(fixedNow, -1) });
    const renewed = forgeIntermediate(root, { subject: 'Old Root', key });
    const leaf = forgeLeaf(old);
    expect(namesOf(search(leaf, [renewed], [old, root]))).toEqual(['site.test', 'Old Root', 'Test Root CA']);
    expect(namesOf(search(leaf, [], [old, root]))).toMatchObject({ rule: 'intermediate-expired' });
  });

  it('gives the same answer whatever the order', () => {
    const crossed = crossSigned([stranger, root, forgeRoot({ subject: 'Third Root' })]);
    const [first] = crossed;
    if (first === undefined) throw new Error('three are forged');
    const leaf = forgeLeaf(first);
    const answers = [crossed, crossed.toReversed()].map((sent) => namesOf(search(leaf, sent, [])));
    expect(answers[0]).toEqual(answers[1]);
  });
});

describe('of several broken paths', () => {
  const past = { notAfter: daysFrom(fixedNow, -1) };

  it('the one that breaks the fewest rules is told', () => {
    const [worse, better] = crossSigned(
      [root, root],
      [{ ca: false, ...past }, { notAfter: daysFrom(fixedNow, -2) }],
    );
    if (worse === undefined || better === undefined) throw new Error('two are forged');
    for (const sent of [
      [worse, better],
      [better, worse],
    ]) {
      expect(search(forgeLeaf(worse), sent, [root])).toMatchObject({
        problem: { rule: 'intermediate-expired', at: { fingerprint256: better.fingerprint256 } },
      });
    }
  });

  it('the one that came furthest is told when an issuer is missing', () => {
    // Looked at first, and still not told.
    const later = { notAfter: daysFrom(fixedNow, 5000) };
    const far = forgeIntermediate(forgeRoot({ subject: 'Unsent Root' }), { subject: 'Far CA' });
    const crossed = crossSigned([forgeRoot({ subject: 'Other Root' }), far], [later]);
    const [first] = crossed;
    if (first === undefined) throw new Error('two are forged');
    for (const sent of [
      [...crossed, far],
      [far, ...crossed.toReversed()],
    ]) {
      expect(search(forgeLeaf(first), sent, [root])).toMatchObject({
        problem: { kind: 'issuer-missing', of: { fingerprint256: far.fingerprint256 } },
      });
    }
  });
});

describe('names in a path', () => {
  it('are compared without string type, case and runs of blanks (RFC 5280 §7.1)', () => {
    const issuer = forgeRoot({ subject: [{ type: 'O', value: 'Test  Authority', as: 'printable' }] });
    const leaf = forgeLeaf(issuer, { issuerName: [{ type: 'O', value: ' test authority', as: 'utf8' }] });
    expect(search(leaf, [], [issuer]).trusted).toBe(true);
  });

  it('must chain even when the signature holds', () => {
    const leaf = forgeLeaf(root, { issuerName: 'Another Root' });
    expect(search(leaf, [], [root])).toMatchObject({ problem: { kind: 'issuer-missing' } });
    const nameless = forgeRoot({ subject: null });
    expect(search(forgeLeaf(nameless), [], [nameless])).toMatchObject({
      problem: { kind: 'issuer-missing' },
    });
  });

  it('key identifiers that differ are a hint only', () => {
    const leaf = forgeLeaf(root, { authorityKeyId: Buffer.from('wrong') });
    expect(search(leaf, [], [root]).trusted).toBe(true);
  });
});

describe('the length of a path', () => {
  function chain(count: number, specs: readonly CertificateSpec[] = []): readonly Forged[] {
    const list: Forged[] = [root];
    for (let index = 0; index < count; index += 1) {
      list.unshift(forgeIntermediate(list[0] ?? root, { subject: `CA ${index}`, ...specs[index] }));
    }
    return list;
  }

  it.each([
    [0, 1, true],
    [0, 2, false],
    [1, 2, true],
    [1, 3, false],
  ])('a limit of %i with %i authorities below the root', (pathLength, count, trusted) => {
    const list = chain(count, [{ pathLength }]);
    expect(search(forgeLeaf(list[0] ?? root), list.slice(0, -1), [root]).trusted).toBe(trusted);
  });

  it('does not count self-issued authorities', () => {
    const list = chain(2, [{ pathLength: 0, subject: 'Same' }, { subject: 'Same' }]);
    expect(search(forgeLeaf(list[0] ?? root), list.slice(0, -1), [root]).trusted).toBe(true);
  });

  it('takes names for the same whatever their string types and case (RFC 5280 §7.1)', () => {
    const list = chain(2, [
      { pathLength: 0, subject: [{ type: 'O', value: 'Same', as: 'printable' }] },
      { subject: [{ type: 'O', value: 'SAME', as: 'utf8' }] },
    ]);
    expect(search(forgeLeaf(list[0] ?? root), list.slice(0, -1), [root]).trusted).toBe(true);
  });

  it('is bounded: 9 authorities below the root and no more', () => {
    for (const [count, trusted] of [
      [9, true],
      [10, false],
    ] as const) {
      const list = chain(count);
      expect(search(forgeLeaf(list[0] ?? root), list.slice(0, -1), [root]).trusted).toBe(trusted);
    }
  });
});

describe('dates of authorities', () => {
  it('include their last second and not the one after', () => {
    const edge = forgeIntermediate(root, { notAfter: fixedNow });
    const leaf = forgeLeaf(edge);
    expect(search(leaf, [edge], [root], new Date(fixedNow.getTime() + 999)).trusted).toBe(true);
    expect(search(leaf, [edge], [root], new Date(fixedNow.getTime() + 1000)).trusted).toBe(false);
  });

  it('count for the anchor as well', () => {
    const old = forgeRoot({ notAfter: daysFrom(fixedNow, -1) });
    expect(search(forgeLeaf(old), [], [old])).toMatchObject({ problem: { rule: 'intermediate-expired' } });
  });
});

describe('an anchor', () => {
  it('may be signed with a hash that nobody looks at, and be of version 1', () => {
    for (const spec of [{ hash: 'sha1' }, { version: 1 }] as const) {
      const anchor = forgeRoot(spec);
      expect(search(forgeLeaf(anchor), [], [anchor]).trusted).toBe(true);
    }
  });

  it('keeps the other rules', () => {
    const rules = [
      { ca: false },
      { keyUsage: ['cRLSign'] },
      { key: 'rsa1024' },
      { unknownExtension: 'critical' },
    ] as const;
    expect(
      rules.map((spec) => {
        const anchor = forgeRoot(spec);
        const result = search(forgeLeaf(anchor), [], [anchor]);
        return !result.trusted && result.problem.kind === 'rule' && result.problem.rule;
      }),
    ).toEqual(['not-a-ca', 'ca-key-usage', 'weak-key', 'unknown-critical-extension']);
  });
});

describe('hostile chains', () => {
  it('end in a circle of authorities that signed one another', () => {
    const names = ['A', 'B', 'C'];
    const own = names.map((subject) => forgeRoot({ subject }));
    const circle = own.map(({ key }, index) =>
      forgeIntermediate(own[(index + 1) % 3] ?? root, { subject: names[index] ?? '', key }),
    );
    const result = search(forgeLeaf(own[0] ?? root), circle, [root]);
    // Each stands once in the path, so C is the last one reached.
    expect(result).toMatchObject({
      problem: { kind: 'issuer-missing', of: { subject: { commonName: 'C' } } },
    });
  });

  it('of a hundred authorities with one name are given up', () => {
    const key = makeKey('p256', 'maze');
    const first = forgeRoot({ subject: 'Maze', key });
    const maze = Array.from({ length: 120 }, (_, index) =>
      forgeIntermediate(first, { subject: 'Maze', key: index % 2 === 0 ? key : makeKey('p256', 'x') }),
    );
    expect(search(forgeLeaf(first), maze, [root]).trusted).toBe(false);
  });

  it('do not keep a sound path from being found', () => {
    const key = makeKey('p256', 'shared');
    const later = { notAfter: daysFrom(fixedNow, 5000) };
    const noAuthorities = Array.from({ length: 300 }, () =>
      forgeIntermediate(root, { subject: 'Crossed CA', key, ca: false, ...later }),
    );
    const good = forgeIntermediate(root, { subject: 'Crossed CA', key });
    expect(search(forgeLeaf(good), [...noAuthorities, good], [root]).trusted).toBe(true);
  });

  it.each([
    ['p256', 298, true],
    ['p256', 299, false],
    ['p521', 98, true],
    ['p521', 100, false],
  ] as const)(
    'cost a bounded number of checks of %s: %i wrong keys before the right one',
    (kind, count, trusted) => {
      const subject = 'Crowded CA';
      const key = makeKey(kind, 'crowd');
      const later = { notAfter: daysFrom(fixedNow, 5000), subjectKeyId: null };
      const wrong = Array.from({ length: count }, () =>
        forgeIntermediate(root, { subject, key: makeKey(kind, 'wrong'), ...later }),
      );
      const good = forgeIntermediate(root, { subject, key, subjectKeyId: null });
      // One check is left for the right key and one for the root.
      expect(search(forgeLeaf(good), [...wrong, good], [root]).trusted).toBe(trusted);
    },
  );

  it('cost one check for all certificates of one key', () => {
    const key = makeKey('p256', 'one key');
    const crossed = Array.from({ length: 400 }, (_, index) =>
      forgeIntermediate(forgeRoot({ subject: 'Other Root' }), {
        subject: 'Crossed CA',
        key,
        serial: index + 1,
      }),
    );
    const good = forgeIntermediate(root, { subject: 'Crossed CA', key });
    expect(search(forgeLeaf(good), [...crossed, good], [root]).trusted).toBe(true);
  });
});
