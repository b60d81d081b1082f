import { describe, expect, it } from 'vitest';
import { findPath } from '../../../src/pki/path/path.ts';
import {
  type Forged,
  fixedNow,
  forgeIntermediate,
  forgeLeaf,
  forgeRoot,
} from '../../support/certificates/forge.ts';
import { readForged, storeOf } from '../../support/certificates/read.ts';

const root = forgeRoot();

function search(leaf: Forged, sent: readonly Forged[], anchors: readonly Forged[]) {
  return findPath({
    leaf: readForged(leaf),
    sent: sent.map(readForged),
    store: storeOf(...anchors),
    now: fixedNow,
  });
}

describe('thirty authorities that all certify one another', () => {
  const own = Array.from({ length: 30 }, (_, index) => forgeRoot({ subject: `Mesh ${index}` }));
  const mesh = own.flatMap((issuer) =>
    own.flatMap((one, index) =>
      one === issuer ? [] : forgeIntermediate(issuer, { subject: `Mesh ${index}`, key: one.key }),
    ),
  );
  const [first = root, ...others] = own;
  const leaf = forgeLeaf(first);

  it('have a path when one of them is an anchor', () => {
    for (const anchor of others.slice(0, 3)) expect(search(leaf, mesh, [anchor]).trusted).toBe(true);
  });

  it('have a path when an anchor certifies one of them', () => {
    const bridge = forgeIntermediate(root, { subject: 'Mesh 29', key: (own.at(-1) ?? root).key });
    expect(search(leaf, [...mesh, bridge], [root]).trusted).toBe(true);
  });

  it('are given up without blaming a signature when none is', () => {
    expect(search(leaf, mesh, [root])).toMatchObject({ problem: { kind: 'issuer-missing' } });
  });
});

describe('hundreds of authorities whose key nobody can read', () => {
  it('are blamed for the signature, though the limit of checks ends the search', () => {
    const first = forgeRoot({ subject: 'Unreadable' });
    const sent = Array.from({ length: 320 }, (_, index) => {
      const forged = forgeIntermediate(root, { subject: 'Unreadable', serial: index + 1, key: first.key });
      const der = Buffer.from(forged.der);
      const at = der.indexOf(Buffer.from('03420004', 'hex'));
      der.fill(0xee, at + 4, at + 68);
      return { ...forged, der };
    });
    expect(search(forgeLeaf(first), sent, [root])).toMatchObject({ problem: { kind: 'bad-signature' } });
  });
});
