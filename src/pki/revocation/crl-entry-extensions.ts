import { childrenOf, contentOf, DerError, type Element, isDone, readWhole, tags, take } from '../asn1/der.ts';
import { timeOf } from '../asn1/der-time.ts';
import { type Fault, refuse } from '../certificate/fault.ts';
import { readExtension } from '../certificate/structure.ts';
import { type RevocationReason, revocationReason } from './revocation-reason.ts';

/** What the extensions of one entry say (RFC 5280 §5.3). */
export type EntryExtensions = {
  /** Null: not said, which is "unspecified". */
  readonly reason: RevocationReason | null;
  readonly invalidityDate: Date | null;
  /** GeneralNames of who issued this certificate and those of the entries that follow (§5.3.3). */
  readonly certificateIssuer: Element | null;
  readonly unknownCritical: readonly string[];
  readonly faults: readonly Fault[];
};

export const noExtensions: EntryExtensions = {
  reason: null,
  invalidityDate: null,
  certificateIssuer: null,
  unknownCritical: [],
  faults: [],
};

const mostExtensions = 20;

/** Throws `DerError` when the frame is broken; a malformed extension is named, and counts as unknown if critical. */
export function entryExtensions(list: Element): EntryExtensions {
  const found = { ...noExtensions, unknownCritical: [] as string[], faults: [] as Fault[] };
  const reader = childrenOf(list);
  const seen = new Set<string>();
  while (!isDone(reader)) {
    if (seen.size >= mostExtensions) throw new DerError(`over ${mostExtensions} extensions`, reader.at);
    const { oid, critical, value } = readExtension(
      take(reader, tags.sequence, 'an extension of an entry'),
      found.faults,
    );
    const known = readers[oid];
    if (seen.has(oid)) {
      refuse(found.faults, 'entry-extension-twice', `extension ${oid} stands there twice`, 'RFC 5280 §4.2');
      found.unknownCritical.push(oid);
    } else if (known === undefined) {
      if (critical) found.unknownCritical.push(oid);
    } else {
      try {
        Object.assign(found, known.read(value));
      } catch (thrown) {
        if (!(thrown instanceof DerError)) throw thrown;
        refuse(found.faults, 'entry-extension-malformed', thrown.message, 'RFC 5280 §5.3');
        if (critical || known.needed) found.unknownCritical.push(oid);
      }
    }
    seen.add(oid);
  }
  return found;
}

type ExtensionReader = {
  /** An entry cannot be understood without it, critical or not. */
  readonly needed: boolean;
  read(value: Element): Partial<EntryExtensions>;
};

const readers: Readonly<Record<string, ExtensionReader>> = {
  '2.5.29.21': {
    needed: false,
    read: (value) => ({ reason: reasonIn(value) }),
  },
  // holdInstructionCode: RFC 5280 dropped it, and asks nothing of a reader.
  '2.5.29.23': { needed: false, read: () => ({}) },
  '2.5.29.24': {
    needed: false,
    read: (value) => ({ invalidityDate: dateIn(value) }),
  },
  '2.5.29.29': {
    needed: true,
    read: (value) => ({
      certificateIssuer: readWhole(contentOf(value), tags.sequence, 'certificateIssuer'),
    }),
  },
};

function reasonIn(value: Element): RevocationReason {
  const number = readWhole(contentOf(value), tags.enumerated, 'reasonCode');
  const reason = number.end - number.body === 1 ? revocationReason(number.bytes[number.body] ?? 0) : null;
  if (reason === null) throw new DerError('reasonCode is a number without a meaning', value.start);
  return reason;
}

function dateIn(value: Element): Date {
  return timeOf(readWhole(contentOf(value), tags.generalizedTime, 'invalidityDate'), 'invalidityDate').date;
}
