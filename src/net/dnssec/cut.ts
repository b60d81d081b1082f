import { type Denials, deniesName, deniesType } from './denial.ts';
import { isDelegation, lacks } from './nsec-denial.ts';
import type { TypeSet } from './records.ts';

/** What the parent's proof of "no DS here" says about a name. */
export type Cut =
  /** A zone begins here that the parent does not vouch for. */
  | 'unsigned-delegation'
  /** One may begin here: unsigned delegations are not listed in this gap. */
  | 'opt-out'
  /** No zone begins here. */
  | 'none'
  /** There is no such name, nor any below. */
  | 'no-name'
  | 'too-many-iterations'
  | 'not-proved';

export async function cutAt(denials: Denials, name: string): Promise<Cut> {
  const { nsec, nsec3, zone, hash } = denials;
  const plain = nsec.find(({ owner }) => owner === name);
  if (plain !== undefined) return cutFrom(plain.types, zone, name);
  const absent = await deniesName(denials, name);
  if (absent === 'proved') return 'no-name';
  if (absent === 'too-many-iterations') return absent;
  if (nsec3.length > 0) {
    const hashed = await hash(name);
    const match = nsec3.find(({ ownerHash }) => ownerHash.equals(hashed));
    if (match !== undefined) return cutFrom(match.types, zone, name);
  }
  const typeless = await deniesType(denials, name, 'DS');
  if (typeless === 'opt-out' || absent === 'opt-out') return 'opt-out';
  return typeless === 'proved' ? 'none' : 'not-proved';
}

function cutFrom(types: TypeSet, zone: string, name: string): Cut {
  if (types.has('CNAME')) return 'none';
  if (!lacks(types, 'DS', zone, name)) return 'not-proved';
  return isDelegation(types) ? 'unsigned-delegation' : 'none';
}
