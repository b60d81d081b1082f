import type { Answered } from './asking.ts';
import { brokenLink, type Trust } from './broken-link.ts';
import { denialRrsets, deniesName, deniesType, verifiedDenials } from './denial.ts';
import { isWithin, labels } from './names.ts';
import { rrsetsOf } from './rrset.ts';
import { verifyRrset } from './verify-rrset.ts';
import { isOwnView, missing, unsecured, unsure, type Walker, walkTo, type ZoneTrust } from './walk.ts';

/** Judges an answer that says that `name`, or this type of it, is not there (RFC 4035 §5.4, RFC 5155 §8). */
export async function judgeAbsence(
  walker: Walker,
  name: string,
  type: string,
  answer: Answered,
): Promise<Trust<unknown>> {
  const signer = signerOf(answer, name);
  const trust = await walkTo(walker, name, signer);
  if (trust.state !== 'secure') return trust;
  return signer === null
    ? judgeUnproved(walker, trust, { name, type }, answer)
    : judgeProof(walker, trust, { name, type }, answer);
}

type SecureZone = Extract<ZoneTrust, { state: 'secure' }>;
type Question = { readonly name: string; readonly type: string };

async function judgeProof(
  walker: Walker,
  trust: SecureZone,
  { name, type }: Question,
  { authority, rcode }: Answered,
): Promise<Trust<unknown>> {
  for (const soa of rrsetsOf(authority, 'SOA').filter((rrset) => rrset.name === trust.zone)) {
    const verified = await verifyRrset(soa, trust, walker.judge);
    if (!verified.holds) return missing(walker, verified.link);
    walker.log.signed(trust.zone, soa.name, 'SOA', verified.signature);
  }
  const denials = await verifiedDenials(authority, trust, walker.judge);
  walker.log.denials(denials);
  const proof =
    rcode === 'NXDOMAIN' ? await deniesName(denials, name) : await deniesType(denials, name, type);
  switch (proof) {
    case 'proved':
      return { state: 'secure' };
    case 'opt-out':
      return unsecured(walker, { code: 'opt-out', zone: trust.zone, from: name, algorithms: [] });
    case 'too-many-iterations':
      return unsecured(walker, { code: 'nsec3-iterations', zone: trust.zone, from: name, algorithms: [] });
    case 'not-proved': {
      const link = brokenLink({ code: 'denial-not-proved', zone: trust.zone, name, type });
      return missing(walker, denials.fault ?? link);
    }
  }
}

async function judgeUnproved(
  walker: Walker,
  trust: SecureZone,
  { name, type }: Question,
  answer: Answered,
): Promise<Trust<unknown>> {
  // A top that the root does not know is somebody's own; below it a signed zone has to prove what it denies.
  if (trust.absent && trust.zone === '.') return unsure({ code: 'private-name', zone: trust.zone });
  if (await isOwnView(walker, answer)) return unsure({ code: 'own-view' });
  return missing(walker, brokenLink({ code: 'denial-missing', zone: trust.zone, name, type }));
}

/** The deepest zone above the name that signed a proof. */
function signerOf({ authority }: Answered, name: string): string | null {
  const signers = denialRrsets(authority)
    .flatMap(({ signatures }) => signatures.map(({ signer }) => signer))
    .filter((signer) => isWithin(name, signer));
  return signers.toSorted((one, other) => labels(other).length - labels(one).length)[0] ?? null;
}
