import { ancestors, isWithin, wildcardAt } from './names.ts';
import { type Denied, isDelegation, lacks } from './nsec-denial.ts';
import type { HashNames } from './nsec3-hash.ts';
import type { Nsec3 } from './records.ts';

export type Nsec3Proof = 'proved' | 'opt-out' | 'not-proved';

type Encloser = {
  readonly name: string;
  /** The record that covers the name one label longer, which therefore is not there. */
  readonly cover: Nsec3;
};

/** Opt-out: delegations in this gap may exist unsigned (RFC 5155 §6). */
function optsOut({ flags }: Nsec3): boolean {
  return (flags & 1) !== 0;
}

function matching(all: readonly Nsec3[], hash: Buffer): Nsec3 | undefined {
  return all.find(({ ownerHash }) => ownerHash.equals(hash));
}

function covering(all: readonly Nsec3[], hash: Buffer): Nsec3 | undefined {
  return all.find(({ ownerHash, nextHash }) => {
    const after = Buffer.compare(ownerHash, hash) < 0;
    const before = Buffer.compare(hash, nextHash) < 0;
    return Buffer.compare(ownerHash, nextHash) < 0 ? after && before : after || before;
  });
}

/** RFC 5155 §8.3: the deepest name that is there, and proof that the next deeper one is not. */
async function closestEncloser(
  all: readonly Nsec3[],
  { name, zone }: Denied,
  hash: HashNames,
): Promise<Encloser | null> {
  let longer = name;
  for (const candidate of ancestors(name).filter((above) => isWithin(above, zone))) {
    const match = candidate === name ? undefined : matching(all, await hash(candidate));
    if (match !== undefined) {
      if (match.types.has('DNAME') || (isDelegation(match.types) && candidate !== zone)) return null;
      const cover = covering(all, await hash(longer));
      return cover === undefined ? null : { name: candidate, cover };
    }
    longer = candidate;
  }
  return null;
}

/** RFC 5155 §8.4. */
export async function nsec3DeniesName(
  all: readonly Nsec3[],
  denied: Denied,
  hash: HashNames,
): Promise<Nsec3Proof> {
  const encloser = await closestEncloser(all, denied, hash);
  if (encloser === null) return 'not-proved';
  if (covering(all, await hash(wildcardAt(encloser.name))) === undefined) return 'not-proved';
  return optsOut(encloser.cover) ? 'opt-out' : 'proved';
}

/** RFC 5155 §8.5 to §8.7. */
export async function nsec3DeniesType(
  all: readonly Nsec3[],
  denied: Denied,
  type: string,
  hash: HashNames,
): Promise<Nsec3Proof> {
  const { name, zone } = denied;
  const match = matching(all, await hash(name));
  if (match !== undefined) return lacks(match.types, type, zone, name) ? 'proved' : 'not-proved';
  const encloser = await closestEncloser(all, denied, hash);
  if (encloser === null) return 'not-proved';
  const wildcard = wildcardAt(encloser.name);
  const standIn = matching(all, await hash(wildcard));
  if (standIn !== undefined && lacks(standIn.types, type, zone, wildcard)) {
    return optsOut(encloser.cover) ? 'opt-out' : 'proved';
  }
  return type === 'DS' && optsOut(encloser.cover) ? 'opt-out' : 'not-proved';
}

/** RFC 5155 §8.8: the name one label below the encloser of the wildcard is not there. */
export async function nsec3DeniesExact(
  all: readonly Nsec3[],
  { name }: Denied,
  encloser: string,
  hash: HashNames,
): Promise<Nsec3Proof> {
  const above = ancestors(name);
  const nextCloser = above[above.indexOf(encloser) - 1] ?? name;
  const cover = covering(all, await hash(nextCloser));
  if (cover === undefined) return 'not-proved';
  return optsOut(cover) ? 'opt-out' : 'proved';
}
