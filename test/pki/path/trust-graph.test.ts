import fc from 'fast-check';
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

/** Authorities that certify one another in every way; the first is the anchor, the last signs the leaf. */
const nodes = [0, 1, 2, 3, 4, 5] as const;
const last = nodes.length - 1;

const faults: Readonly<Record<string, CertificateSpec>> = {
  sound: {},
  expired: { notAfter: daysFrom(fixedNow, -1) },
  'not a CA': { ca: false },
  'no basicConstraints': { ca: null },
  'another purpose': { extendedKeyUsage: ['emailProtection'] },
  'another name': { nameConstraints: { permitted: ['dns:bad.example'] } },
  'deprecated signature': { hash: 'sha1' },
};

type Edge = { readonly from: number; readonly to: number; readonly fault: string };

const roots = nodes.map((node) => forgeRoot({ subject: `CA ${node}`, key: makeKey('p256', `node ${node}`) }));
const leaf = forgeLeaf(rootOf(last));
const forgedEdges = new Map<string, Forged>();

function rootOf(node: number): Forged {
  const found = roots[node];
  if (found === undefined) throw new Error(`there is no authority ${node}`);
  return found;
}

function certificateOf({ from, to, fault }: Edge): Forged {
  const key = `${from} ${to} ${fault}`;
  const known = forgedEdges.get(key);
  if (known !== undefined) return known;
  const subject = { subject: `CA ${to}`, key: rootOf(to).key };
  const forged = forgeIntermediate(rootOf(from), { ...subject, ...faults[fault] });
  forgedEdges.set(key, forged);
  return forged;
}

function isReachable(edges: readonly Edge[]): boolean {
  const sound = edges.filter(({ fault }) => fault === 'sound');
  const reached = new Set([0]);
  for (const _round of nodes) {
    for (const { from, to } of sound) if (reached.has(from)) reached.add(to);
  }
  return reached.has(last);
}

const edge = fc
  .record({
    from: fc.constantFrom(...nodes),
    to: fc.constantFrom(...nodes),
    fault: fc.oneof({ weight: 2, arbitrary: fc.constant('sound') }, fc.constantFrom(...Object.keys(faults))),
  })
  .filter(({ from, to }) => from !== to);

describe('a graph of authorities that certify one another', () => {
  it('has a path exactly where one of sound certificates exists', () => {
    fc.assert(
      fc.property(fc.uniqueArray(edge, { maxLength: 24, comparator: (a, b) => isSame(a, b) }), (edges) => {
        const sent = edges.map((one) => readForged(certificateOf(one)));
        const question = { leaf: readForged(leaf), sent, store: storeOf(rootOf(0)), now: fixedNow };
        expect(findPath(question).trusted).toBe(isReachable(edges));
      }),
      { numRuns: 300 },
    );
  });

  it('is searched whole even when everybody certified everybody, and only one way is sound', () => {
    const chain = [0, 1, 2, 3, 4, 5];
    const edges = nodes.flatMap((from) =>
      nodes
        .filter((to) => to !== from)
        .map((to): Edge => {
          const onTheWay = chain.indexOf(to) === chain.indexOf(from) + 1;
          return { from, to, fault: onTheWay ? 'sound' : 'expired' };
        }),
    );
    const sent = edges.map((one) => readForged(certificateOf(one)));
    const found = findPath({ leaf: readForged(leaf), sent, store: storeOf(rootOf(0)), now: fixedNow });
    expect(found.trusted && found.path.map(({ subject }) => subject.commonName)).toEqual([
      'site.test',
      'CA 5',
      'CA 4',
      'CA 3',
      'CA 2',
      'CA 1',
      'CA 0',
    ]);
  });
});

function isSame(one: Edge, other: Edge): boolean {
  return one.from === other.from && one.to === other.to && one.fault === other.fault;
}
