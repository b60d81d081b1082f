import type { Reach } from './access/reach.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Evidence, Finding } from './finding.ts';

/** One token and what the resource server is set up with; null: not told. Kept nowhere. */
export type TokenQuestion = {
  readonly token: string;
  readonly issuer: string | null;
  readonly audience: string | null;
};

/** What a resource server would say of a token. Holds nothing that could be used in its place. */
export type TokenReport = {
  /** `unsure`: nothing is wrong as far as it could be checked. */
  readonly verdict: 'accepted' | 'refused' | 'unsure';
  /** What a server trips on first. */
  readonly rootCause: Finding | null;
  /** About the token; in the order in which a server looks. */
  readonly findings: readonly Finding[];
  /** What the caller may see of it. */
  readonly shown: readonly Evidence[];
  /** What could not be checked, and why: whole sentences. */
  readonly unchecked: readonly string[];
  /** How it stands with the issuer itself; null: it was not looked at. */
  readonly issuer: Pick<Diagnosis, 'verdict' | 'rootCause' | 'target'> | null;
};

export type InspectToken = (
  question: TokenQuestion,
  signal: AbortSignal,
  reach?: Reach,
) => Promise<TokenReport>;
