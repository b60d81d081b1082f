import {
  childrenOf,
  DerError,
  type Element,
  finish,
  isDone,
  readInside,
  tags,
  take,
  takeIf,
} from '../../asn1/der.ts';
import { timeOf } from '../../asn1/der-time.ts';
import { booleanOf, oidOf } from '../../asn1/der-values.ts';
import { type RevocationReason, revocationReason } from '../revocation-reason.ts';

/** What the extensions of one entry say (RFC 5280 §5.3). */
export type EntryExtensions = {
  /** Null: not said, which is "unspecified". */
  readonly reason: RevocationReason | null;
  readonly invalidityDate: Date | null;
  /** GeneralNames of who issued this certificate and those of the entries that follow (§5.3.3). */
  readonly certificateIssuer: Element | null;
  /** Dotted OIDs. */
  readonly unknownCritical: readonly string[];
  /** Sentences. */
  readonly malformed: readonly string[];
};

type Draft = {
  reason: RevocationReason | null;
  invalidityDate: Date | null;
  certificateIssuer: Element | null;
  readonly unknownCritical: string[];
  readonly malformed: string[];
};

export const noExtensions: EntryExtensions = {
  reason: null,
  invalidityDate: null,
  certificateIssuer: null,
  unknownCritical: [],
  malformed: [],
};

/** Throws `DerError` when the frame is broken; a malformed extension is named, and counts as unknown if critical. */
export function entryExtensions(list: Element): EntryExtensions {
  const found: Draft = { ...noExtensions, unknownCritical: [], malformed: [] };
  const reader = childrenOf(list);
  let seen = 0;
  while (!isDone(reader)) {
    const parts = childrenOf(take(reader, tags.sequence, 'an extension of an entry'));
    const type = take(parts, tags.oid, 'extnID');
    const flag = takeIf(parts, tags.boolean, 'critical');
    const critical = flag !== null && booleanOf(flag, 'critical');
    const value = take(parts, tags.octetString, 'extnValue');
    finish(parts, 'an extension of an entry');
    const kind = kindOf(type);
    if (kind === null) {
      if (critical) noteUnknown(found, type);
      continue;
    }
    if ((seen & (1 << (kind - 20))) !== 0) {
      found.malformed.push('an extension of an entry stands there twice');
      noteUnknown(found, type);
      continue;
    }
    seen |= 1 << (kind - 20);
    try {
      readInto(found, kind, value);
    } catch (thrown) {
      if (!(thrown instanceof DerError)) throw thrown;
      found.malformed.push(thrown.message);
      // Nobody knows whose an entry is without its certificateIssuer, marked critical or not.
      if (critical || kind === kinds.certificateIssuer) noteUnknown(found, type);
    }
  }
  return found;
}

const mostUnknown = 20;

function noteUnknown({ unknownCritical }: Draft, type: Element): void {
  if (unknownCritical.length < mostUnknown) unknownCritical.push(oidOf(type, 'extnID'));
}

/** Last arcs below 2.5.29. */
const kinds = { reasonCode: 21, holdInstructionCode: 23, invalidityDate: 24, certificateIssuer: 29 } as const;
type Kind = (typeof kinds)[keyof typeof kinds];

/** By bytes: the dotted text of millions of identifiers would cost more than all the rest. */
function kindOf({ bytes, body, end }: Element): Kind | null {
  if (end - body !== 3 || bytes[body] !== 0x55 || bytes[body + 1] !== 0x1d) return null;
  const last = bytes[body + 2];
  return Object.values(kinds).find((kind) => kind === last) ?? null;
}

function readInto(found: Draft, kind: Kind, value: Element): void {
  switch (kind) {
    case kinds.reasonCode:
      found.reason = reasonIn(value);
      return;
    case kinds.invalidityDate:
      found.invalidityDate = dateIn(value);
      return;
    case kinds.certificateIssuer:
      found.certificateIssuer = readInside(value, tags.sequence, 'certificateIssuer');
      return;
    case kinds.holdInstructionCode:
      // RFC 5280 dropped it, and asks nothing of a reader.
      return;
  }
}

function reasonIn(value: Element): RevocationReason {
  const number = readInside(value, tags.enumerated, 'reasonCode');
  const reason = number.end - number.body === 1 ? revocationReason(number.bytes[number.body] ?? 0) : null;
  if (reason === null) throw new DerError('reasonCode is a number without a meaning', value.start);
  return reason;
}

function dateIn(value: Element): Date {
  return timeOf(readInside(value, tags.generalizedTime, 'invalidityDate'), 'invalidityDate').date;
}
