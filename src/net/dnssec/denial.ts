import type { DnsRecord } from '../dns/answer.ts';
import type { BrokenLink } from './broken-link.ts';
import { isWithin, labels } from './names.ts';
import { nsecDeniesExact, nsecDeniesName, nsecDeniesType } from './nsec-denial.ts';
import { type Nsec3Proof, nsec3DeniesExact, nsec3DeniesName, nsec3DeniesType } from './nsec3-denial.ts';
import { type HashNames, mostIterations, nsec3Hasher } from './nsec3-hash.ts';
import { type Nsec, type Nsec3, readNsec, readNsec3 } from './records.ts';
import { type Rrset, rrsetsOf } from './rrset.ts';
import { type Judge, type TrustedZone, verifyRrset } from './verify-rrset.ts';

/** Records of absence of one zone, each verified. */
export type Denials = {
  readonly zone: string;
  readonly nsec: readonly Nsec[];
  readonly nsec3: readonly Nsec3[];
  readonly hash: HashNames;
  /** Ends of their signatures, as on the wire. */
  readonly expirations: readonly number[];
  /** What was wrong with one that did not hold. */
  readonly fault: BrokenLink | null;
  /** Some were sent at all, of whatever worth. */
  readonly sent: boolean;
};

export type Proof = Nsec3Proof | 'too-many-iterations';

/** What one answer needs is at most three; the rest is ballast. */
const mostDenials = 12;

/** Signed by the zone, of a name in it, and not made from a wildcard (which would speak of a name it is not about). */
export async function verifiedDenials(
  authority: readonly DnsRecord[],
  by: TrustedZone,
  judge: Judge,
): Promise<Denials> {
  const sent = denialRrsets(authority);
  const nsec: Nsec[] = [];
  const nsec3: Nsec3[] = [];
  const expirations: number[] = [];
  let fault: BrokenLink | null = null;
  for (const rrset of sent.filter(({ name }) => isWithin(name, by.zone)).slice(0, mostDenials)) {
    const verified = await verifyRrset(rrset, by, judge);
    if (!verified.holds) {
      fault ??= verified.link;
      continue;
    }
    if (verified.expanded) continue;
    expirations.push(verified.signature.expiration);
    nsec.push(...rrset.records.flatMap((record) => (record.type === 'NSEC' ? (readNsec(record) ?? []) : [])));
    nsec3.push(...rrset.records.flatMap((record) => hashedOf(record, by.zone)));
  }
  const usable = ofOneKind(nsec3);
  const hash = nsec3Hasher(usable[0] ?? { salt: Buffer.alloc(0), iterations: 0 });
  return { zone: by.zone, nsec, nsec3: usable, hash, expirations, fault, sent: sent.length > 0 };
}

export function denialRrsets(authority: readonly DnsRecord[]): readonly Rrset[] {
  return [...rrsetsOf(authority, 'NSEC'), ...rrsetsOf(authority, 'NSEC3')];
}

/** RFC 5155 §8.1, §8.2: SHA-1, no flag but opt-out, and a label right under the zone. */
function hashedOf(record: DnsRecord, zone: string): readonly Nsec3[] {
  const read = readNsec3(record);
  if (record.type !== 'NSEC3' || read === null || read.hashAlgorithm !== 1 || (read.flags & ~1) !== 0)
    return [];
  return labels(record.name).length === labels(zone).length + 1 ? [read] : [];
}

/** Records of two kinds of hashing cannot be held against each other (RFC 5155 §8.2). */
function ofOneKind(all: readonly Nsec3[]): readonly Nsec3[] {
  const [first] = all;
  return all.filter(
    ({ iterations, salt }) =>
      first !== undefined && iterations === first.iterations && salt.equals(first.salt),
  );
}

function tooDear({ nsec3 }: Denials): boolean {
  return nsec3.some(({ iterations }) => iterations > mostIterations);
}

/** The name does not exist. */
export async function deniesName(denials: Denials, name: string): Promise<Proof> {
  if (nsecDeniesName(denials.nsec, { name, zone: denials.zone })) return 'proved';
  if (tooDear(denials)) return 'too-many-iterations';
  return nsec3DeniesName(denials.nsec3, { name, zone: denials.zone }, denials.hash);
}

/** The name has no records of that type. */
export async function deniesType(denials: Denials, name: string, type: string): Promise<Proof> {
  if (nsecDeniesType(denials.nsec, { name, zone: denials.zone }, type)) return 'proved';
  if (tooDear(denials)) return 'too-many-iterations';
  return nsec3DeniesType(denials.nsec3, { name, zone: denials.zone }, type, denials.hash);
}

/** An answer made from the wildcard below `encloser` was the right one for `name`. */
export async function deniesExact(denials: Denials, name: string, encloser: string): Promise<Proof> {
  if (nsecDeniesExact(denials.nsec, { name, zone: denials.zone }, encloser)) return 'proved';
  if (tooDear(denials)) return 'too-many-iterations';
  return nsec3DeniesExact(denials.nsec3, { name, zone: denials.zone }, encloser, denials.hash);
}
