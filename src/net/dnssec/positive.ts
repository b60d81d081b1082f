import type { Answered } from './asking.ts';
import { brokenLink, type Trust } from './broken-link.ts';
import { deniesExact, verifiedDenials } from './denial.ts';
import { ancestorOf, isWithin, labels } from './names.ts';
import type { Rrset } from './rrset.ts';
import { verifyRrset } from './verify-rrset.ts';
import { broken, isOwnView, missing, unsecured, unsure, type Walker, walkTo } from './walk.ts';

/** Judges records that are there (RFC 4035 §5.3); `answer` is what they came in. */
export async function judgeRrset(walker: Walker, rrset: Rrset, answer: Answered): Promise<Trust<unknown>> {
  const signer = signerOf(rrset);
  if (signer === null) return judgeUnsigned(walker, rrset, answer);
  const atSigner = await walkTo(walker, rrset.name, signer);
  // A signer that is no zone of the chain: the zone that the walk ends in has to have signed.
  if (atSigner.state !== 'secure') return atSigner;
  const verified = await verifyRrset(rrset, atSigner, walker.judge);
  if (!verified.holds) return missing(walker, verified.link);
  walker.log.signed(atSigner.zone, rrset.name, rrset.type, verified.signature);
  if (!verified.expanded) return { state: 'secure' };
  const encloser = ancestorOf(rrset.name, verified.signature.labels);
  const place = { zone: atSigner.zone, name: rrset.name, type: rrset.type };
  if (!isWithin(encloser, atSigner.zone) || rrset.type === 'DNAME') {
    return broken(brokenLink({ code: 'rrsig-misplaced', ...place }));
  }
  const denials = await verifiedDenials(answer.authority, atSigner, walker.judge);
  walker.log.denials(denials);
  switch (await deniesExact(denials, rrset.name, encloser)) {
    case 'proved':
      return { state: 'secure' };
    case 'opt-out':
      return unsecured(walker, { code: 'opt-out', zone: atSigner.zone, from: rrset.name, algorithms: [] });
    case 'too-many-iterations':
      return unsecured(walker, {
        code: 'nsec3-iterations',
        zone: atSigner.zone,
        from: rrset.name,
        algorithms: [],
      });
    case 'not-proved': {
      const code = denials.sent ? 'denial-not-proved' : 'denial-missing';
      return missing(walker, denials.fault ?? brokenLink({ code, ...place }));
    }
  }
}

/** The deepest zone that claims to have signed and could have. */
function signerOf({ name, signatures }: Rrset): string | null {
  const signers = signatures.map(({ signer }) => signer).filter((signer) => isWithin(name, signer));
  return signers.toSorted((one, other) => labels(other).length - labels(one).length)[0] ?? null;
}

async function judgeUnsigned(walker: Walker, rrset: Rrset, answer: Answered): Promise<Trust<unknown>> {
  const trust = await walkTo(walker, rrset.name);
  if (trust.state !== 'secure') return trust;
  // Whoever resolves a name that the public tree denies has a tree of his own.
  if (trust.absent) return unsure({ code: 'private-name', zone: trust.zone });
  if (await isOwnView(walker, answer)) return unsure({ code: 'own-view' });
  const place = { zone: trust.zone, name: rrset.name, type: rrset.type };
  const code = rrset.signatures.length === 0 ? 'rrsig-missing' : 'rrsig-misplaced';
  return missing(walker, brokenLink({ code, ...place }));
}
