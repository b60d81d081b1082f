import type { Certificate } from '../certificate/certificate.ts';
import { matchName } from '../names/names.ts';
import { findPath } from './path.ts';
import type { PathProblem } from './path-problem.ts';
import type { PathQuestion } from './path-question.ts';
import { isOver } from './path-rules.ts';

/** What somebody wants of a leaf beside a path: the whole of a client's, or a server's, question. */
export type ValidationQuestion = PathQuestion & {
  /** Every one must be among the leaf's names. */
  readonly names: readonly WantedName[];
  /** "serverAuth"; null: any use. */
  readonly purpose: string | null;
  /** Bits that the leaf's keyUsage, if there is one, must have: "digitalSignature". */
  readonly keyUsage: readonly string[];
  /** "ecdsa-with-SHA256", ...; empty: every algorithm that the rules allow. */
  readonly signatureAlgorithms: readonly string[];
};

export type WantedName = {
  readonly kind: 'name' | 'ipv4' | 'ipv6' | 'email';
  /** As `Target` has it; an email address as it is written. */
  readonly value: string;
};

export type Refusal =
  | { readonly kind: 'path'; readonly problem: PathProblem }
  | { readonly kind: 'leaf-expired' | 'leaf-not-yet-valid' | 'purpose' | 'key-usage' }
  | { readonly kind: 'name'; readonly wanted: WantedName }
  | { readonly kind: 'signature-algorithm'; readonly of: Certificate };

export type Validation =
  | { readonly valid: true; readonly path: readonly Certificate[] }
  | { readonly valid: false; readonly refusal: Refusal };

/** RFC 5280 §6 with the leaf's own dates, names (RFC 9525) and uses: one answer, and the first thing that forbids it. */
export function validate(question: ValidationQuestion): Validation {
  const leaf = leafRefusal(question);
  if (leaf !== null) return { valid: false, refusal: leaf };
  const found = findPath({ ...question, strictness: { ...question.strictness, purpose: question.purpose } });
  if (!found.trusted) return { valid: false, refusal: { kind: 'path', problem: found.problem } };
  const { signatureAlgorithms } = question;
  const unwanted = found.path
    .slice(0, -1)
    .find(
      ({ signature }) => signatureAlgorithms.length > 0 && !signatureAlgorithms.includes(signature.algorithm),
    );
  if (unwanted !== undefined) {
    return { valid: false, refusal: { kind: 'signature-algorithm', of: unwanted } };
  }
  return { valid: true, path: found.path };
}

function leafRefusal({ leaf, now, names, purpose, keyUsage }: ValidationQuestion): Refusal | null {
  if (isOver(leaf, now)) return { kind: 'leaf-expired' };
  if (now < leaf.notBefore) return { kind: 'leaf-not-yet-valid' };
  if (!allows(leaf, purpose)) return { kind: 'purpose' };
  if (keyUsage.some((use) => leaf.keyUsage?.includes(use) === false)) return { kind: 'key-usage' };
  const wanted = names.find((name) => !hasName(leaf, name));
  return wanted === undefined ? null : { kind: 'name', wanted };
}

function allows({ extendedKeyUsage }: Certificate, purpose: string | null): boolean {
  if (purpose === null || extendedKeyUsage === null) return true;
  return extendedKeyUsage.includes(purpose) || extendedKeyUsage.includes('anyExtendedKeyUsage');
}

function hasName(leaf: Certificate, { kind, value }: WantedName): boolean {
  if (kind !== 'email') return matchName(leaf, value, kind).matches;
  const wanted = plainMailbox(value);
  return (leaf.names?.other ?? []).some(
    (name) => name.startsWith('email:') && plainMailbox(name.slice(6)) === wanted,
  );
}

/** RFC 5280 §7.5: the host part is compared without case, the local part with it. */
function plainMailbox(address: string): string {
  const at = address.lastIndexOf('@');
  return address.slice(0, at) + address.slice(at).toLowerCase();
}
