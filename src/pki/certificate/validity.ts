import type { Element } from '../asn1/der.ts';
import { timeOf } from '../asn1/der-time.ts';
import type { Certificate } from './certificate.ts';
import { type Fault, lint, refuse } from './fault.ts';
import { noteBroken } from './recovering.ts';
import type { Skeleton } from './structure.ts';

const citation = 'RFC 5280 §4.1.2.5';

/** A date that cannot be read must not make the certificate valid: it never begins, or ended long ago. */
const never = new Date('9999-12-31T23:59:59Z');
const longAgo = new Date(0);

/** RFC 5280 §4.1.2.5. */
export function validityOf(
  structure: Pick<Skeleton, 'notBefore' | 'notAfter'>,
  faults: Fault[],
): Pick<Certificate, 'notBefore' | 'notAfter'> {
  const notBefore = dateOf(structure.notBefore, 'notBefore', faults);
  const notAfter = dateOf(structure.notAfter, 'notAfter', faults);
  if (notBefore !== null && notAfter !== null && notAfter < notBefore) {
    const text = 'the certificate ends before it begins';
    refuse(faults, 'validity-reversed', text, citation, structure.notAfter.start);
  }
  return { notBefore: notBefore ?? new Date(never), notAfter: notAfter ?? new Date(longAgo) };
}

function dateOf(element: Element, what: 'notBefore' | 'notAfter', faults: Fault[]): Date | null {
  try {
    const { date, problem, early } = timeOf(element, what);
    // Every verifier takes it, and roots of the public lists have it.
    if (early) lint(faults, 'time-type', `${what} ${problem}`, citation, element.start);
    else if (problem !== null) refuse(faults, 'time-form', `${what} ${problem}`, citation, element.start);
    return date;
  } catch (thrown) {
    noteBroken(
      thrown,
      faults,
      what === 'notBefore' ? 'not-before-unreadable' : 'not-after-unreadable',
      citation,
    );
    return null;
  }
}
