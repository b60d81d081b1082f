import { DerError } from '../asn1/der.ts';
import { brokenInside } from '../asn1/der-tree.ts';
import {
  type ExtensionDraft,
  type ExtensionFacts,
  type ExtensionKind,
  extensionKinds,
  namedOnly,
} from './extension-kinds.ts';
import { type Fault, lint, refuse } from './fault.ts';
import { extensionOids as oids } from './object-identifiers.ts';
import type { RawExtension, Skeleton } from './structure.ts';

/** What stands in `unknownCritical` for an extension whose very type cannot be read. */
const unreadable = 'unreadable';
const citation = 'RFC 5280 §4.2';

/** The facts of all extensions. What is malformed is left out in the way that allows least. */
export function readExtensions(
  { extensions, lost }: Pick<Skeleton, 'extensions' | 'lost'>,
  faults: Fault[],
): ExtensionFacts {
  const unknownCritical: string[] = [];
  const draft = nothingYet(unknownCritical);
  const seen: string[] = [];
  for (const extension of extensions) {
    const { oid, critical, value } = extension;
    const kind = extensionKinds[oid];
    if (seen.includes(oid)) {
      const text = `${kind?.name ?? oid} stands there twice, so neither counts`;
      refuse(faults, 'extension-twice', text, citation, value.start);
      leaveOut(kind, draft);
      continue;
    }
    seen.push(oid);
    const known = kind ?? namedOnly[oid];
    if (kind === undefined && critical) unknownCritical.push(oid);
    if (known?.criticality !== undefined) judgeCriticality(extension, known, unknownCritical, faults);
    if (known === undefined) judgeUnknown(extension, faults);
    else if (!isRead(known, extension, draft, faults) && critical) noteOnce(unknownCritical, oid);
  }
  for (const oid of lost) leaveOutLost(oid, draft, unknownCritical);
  return draft;
}

/** Whether its content could be processed (RFC 5280 §4.2: a critical one that cannot counts as not recognized). */
function isRead(
  kind: ExtensionKind,
  { value }: RawExtension,
  draft: ExtensionDraft,
  faults: Fault[],
): boolean {
  try {
    kind.read?.(draft, value, faults);
    return true;
  } catch (thrown) {
    if (!(thrown instanceof DerError)) throw thrown;
    const text = `${kind.name} is malformed: ${thrown.reason}`;
    refuse(faults, 'extension-malformed', text, citation, thrown.offset);
    leaveOut(kind, draft);
    return false;
  }
}

function judgeCriticality(
  { oid, critical, value }: RawExtension,
  { name, criticality: [wanted, source] = ['should-not', citation] }: ExtensionKind,
  unknownCritical: string[],
  faults: Fault[],
): void {
  const at = value.start;
  if (critical && wanted === 'never') {
    refuse(faults, 'extension-critical', `${name} is marked critical and must not be`, source, at);
    // OpenSSL refuses these as unhandled: what they say is a hint, not a rule that a path could keep.
    noteOnce(unknownCritical, oid);
  } else if (critical && wanted === 'should-not') {
    lint(faults, 'extension-critical-advice', `${name} is marked critical and should not be`, source, at);
  } else if (!critical && wanted === 'should') {
    lint(faults, 'extension-not-critical-advice', `${name} is not marked critical and should be`, source, at);
  } else if (!critical && wanted === 'always') {
    const text = `${name} is not marked critical and must be`;
    // BR §7.1.2.5.2 lets a CA leave it out for clients that cannot read constraints, so validators let it pass.
    if (oid === oids.nameConstraints) lint(faults, 'name-constraints-not-critical', text, source, at);
    else refuse(faults, 'extension-not-critical', text, source, at);
  }
}

/** RFC 5280 §4.2: the value is the DER of something, whatever it is. */
function judgeUnknown({ oid, value }: RawExtension, faults: Fault[]): void {
  const broken = brokenInside(value, `the value of extension ${oid}`);
  if (broken !== null) lint(faults, 'extension-not-der', broken.reason, citation, broken.offset);
}

function noteOnce(unknownCritical: string[], oid: string): void {
  if (!unknownCritical.includes(oid)) unknownCritical.push(oid);
}

/** Nobody knows what it said, or whether it was critical. */
function leaveOutLost(oid: string | null, draft: ExtensionDraft, unknownCritical: string[]): void {
  noteOnce(unknownCritical, oid ?? unreadable);
  if (oid !== null) {
    leaveOut(extensionKinds[oid], draft);
    return;
  }
  draft.names ??= { dns: [], ip: [], other: [] };
  draft.keyUsage ??= [];
  draft.extendedKeyUsage ??= [];
}

function leaveOut(kind: ExtensionKind | undefined, draft: ExtensionDraft): void {
  if (kind?.fact === undefined) return;
  Object.assign(draft, { [kind.fact]: kind.fallback ?? absent[kind.fact] });
}

/** Written out and not copied from `absent`: one of these is made for every certificate. */
function nothingYet(unknownCritical: readonly string[]): ExtensionDraft {
  return {
    names: null,
    basicConstraints: null,
    keyUsage: null,
    extendedKeyUsage: null,
    authorityKeyId: null,
    subjectKeyId: null,
    issuerUrls: [],
    ocspUrls: [],
    crlUrls: [],
    mustStaple: false,
    embeddedScts: 0,
    unknownCritical,
  };
}

const absent: ExtensionFacts = nothingYet([]);
