import type { Certificate } from '../../certificate/certificate.ts';
import type { Crl } from './crl.ts';

/** What happens where no CRL is at hand for a certificate: it counts as not checked, or as not good. */
export type MissingCrls = 'allow' | 'refuse';

export type CrlQuestion = {
  readonly certificate: Certificate;
  /** A valid issuer: its place in the path was checked. */
  readonly issuer: Certificate;
  /** The rest of the path, trust anchor last; empty when the issuer is the anchor or nothing more is known. */
  readonly above?: readonly Certificate[];
  /** In any order, of any issuer. */
  readonly crls: readonly Crl[];
  /** Certificates that may have signed CRLs or lead up to the anchor, in any order; nothing is trusted for being here. */
  readonly candidates: readonly Certificate[];
  readonly now: Date;
  /** Refuse CRLs that break a rule for issuers (RFC 5280 §5), a missing CRLNumber among them. */
  readonly strict?: boolean;
  /** Of a CRL's signer that stands beside the path; 'allow' unless said. */
  readonly missing?: MissingCrls;
};

/** One question with what its answering shares: signers of CRLs are judged by CRLs in turn. */
export type Hearing = CrlQuestion & {
  /** Fingerprints of certificates whose status is being found, this one last. */
  readonly trail: readonly string[];
  /** Judgements left. */
  readonly budget: { left: number };
  /** Valid paths of signers, leaf first, by fingerprint; null: there is none. */
  readonly paths: Map<string, readonly Certificate[] | null>;
};

const mostJudgements = 64;

export function openHearing(question: CrlQuestion): Hearing {
  return {
    ...question,
    trail: [question.certificate.fingerprint256],
    budget: { left: mostJudgements },
    paths: new Map(),
  };
}
