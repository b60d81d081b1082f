import type { FindingId } from './finding.ts';

/** Best first; docs/tls-grade.md says what each means. */
export const tlsLetters = ['A+', 'A', 'B', 'C', 'D', 'E', 'F'] as const;
export type TlsLetter = (typeof tlsLetters)[number];

/** Why a grade is no better than `cap`. */
export type TlsDeduction = {
  /** Stable: "rc4". */
  readonly id: string;
  readonly cap: TlsLetter;
  readonly title: string;
  /** What was seen: suites, groups, versions. */
  readonly seen: string;
  readonly reason: string;
  readonly fix: string;
  /** "RFC 7465 §2". */
  readonly citation: string;
  /** The finding that tells the same; null where a mark is lost and nothing is wrong. */
  readonly finding: FindingId | null;
};

export type TlsGrade = {
  /** `ip:port`. */
  readonly address: string;
  /** Null: nothing could be graded. */
  readonly letter: TlsLetter | null;
  /** Those that cost most first. */
  readonly deductions: readonly TlsDeduction[];
  /** Not everything was seen: what is missing can only make it worse. */
  readonly provisional: boolean;
};
