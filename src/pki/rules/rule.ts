import type { Certificate } from '../certificate/certificate.ts';

/** `rfc5280`: every X.509 certificate of the internet. `baseline`: those of publicly trusted servers (CA/B Forum). */
export type Standard = 'rfc5280' | 'baseline';

export type Place = 'leaf' | 'intermediate' | 'anchor';

/**
 * One thing that a standard says a certificate MUST or MUST NOT be, beside what every verifier checks (see
 * `path/path-rules.ts`). Most clients pass over it: a breach is the issuer's to mend, and tells who was careless.
 */
export type Rule = {
  /** "baseline/key-algorithm". */
  readonly id: `${Standard}/${string}`;
  readonly citation: string;
  /** `refuse`: a strict validator refuses the path. `tell`: a breach that nobody refuses, worth knowing. */
  readonly weight: 'refuse' | 'tell';
  /** What is wrong, one sentence without a full stop; null when the certificate keeps the rule in this place. */
  judge(certificate: Certificate, place: Place): string | null;
};

/** A rule that a certificate breaks. */
export type Breach = {
  readonly rule: Rule['id'];
  readonly citation: string;
  readonly weight: Rule['weight'];
  readonly sentence: string;
};

export type PathBreach = { readonly at: Certificate; readonly breach: Breach };
