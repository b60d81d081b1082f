import type { FindingId } from '../../finding.ts';
import { dayText } from '../../text/utc-text.ts';

/** What is known of the next renewal of a certificate that is due: why it will fail, and whether it happened already. */
export type RenewalOutlook = {
  /** When it was looked at last. */
  readonly at: Date;
  /** The worst first; empty: nothing was seen to stand in the way, which is no promise. */
  readonly obstacles: readonly Obstacle[];
  /** Null: none was seen anywhere. */
  readonly newer: NewerCertificate | null;
};

/** One reason why renewal by the authority that issued the certificate fails, or may fail. */
export type Obstacle = {
  /** Without a full stop, to stand after "because": "CAA of example.com forbids letsencrypt.org". */
  readonly sentence: string;
  /** `may-block`: only one way of proving control, or only one authority, is known to fail. */
  readonly severity: 'blocks' | 'may-block';
  readonly fix: string;
  /** A shell command that shows it. */
  readonly reproduce: string | null;
  readonly finding: FindingId;
};

/** A certificate for the same names that began later: the renewal happened, and what is left is to deploy it. */
export type NewerCertificate = {
  /** `served`: somebody serves it. `logged`: it was issued, by the word of a search of transparency logs. */
  readonly seen: 'served' | 'logged';
  /** Where: "192.0.2.7:443", "www.example.com at 192.0.2.7:443", or the host of the search. */
  readonly where: string;
  /** When it was first seen there; null where that is not known. */
  readonly since: Date | null;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly issuer: string;
  /** Lower-case hexadecimal; null where a search does not tell it. */
  readonly fingerprint256: string | null;
};

/** What to do about it, in one sentence. */
export function newerSentence({ seen, where, since, notBefore, notAfter, issuer }: NewerCertificate): string {
  const until = `valid until ${dayText(notAfter)}`;
  switch (seen) {
    case 'served': {
      const begun = since === null ? '' : ` since ${dayText(since)}`;
      return `A newer certificate (${until}) is served by ${where}${begun}: deploy it here and reload the server.`;
    }
    case 'logged':
      return `A newer certificate (${until}, by ${issuer}) was issued on ${dayText(notBefore)}, says ${where}: deploy it and reload the server.`;
  }
}

/** The sentences that an alarm and a digest show, those that block first. */
export function obstacleSentences({ obstacles }: Pick<RenewalOutlook, 'obstacles'>): readonly string[] {
  return obstacles.map(({ sentence, severity }) =>
    severity === 'blocks' ? sentence : `perhaps: ${sentence}`,
  );
}
