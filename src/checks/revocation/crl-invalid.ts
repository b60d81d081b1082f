import { defineCheck } from '../../core/check.ts';
import type { CrlProblem } from '../../pki/revocation/crl/crl-answer.ts';
import { revocationProbe } from '../../probes/revocation.ts';
import { curlCrlVerified } from '../commands/curl.ts';
import { sentCertificates } from '../commands/openssl.ts';
import { certificateName, evidence } from '../reading/evidence.ts';
import { crlEvidence, crlProblem, crlUrls } from '../reading/revocation/crls.ts';
import { aboutText, judgeReports, sourceEvidence, sourceSeverity } from '../reading/revocation/reports.ts';
import { momentText } from '../reading/time-words.ts';

export const crlInvalid = defineCheck({
  id: 'revocation/crl-invalid',
  severity: 'warning',
  blame: 'third-party',
  title: 'The revocation list of the authority proves nothing',
  explanation:
    'A list (CRL) is served where the certificate says, and it cannot be used: it is signed by somebody who may not, badly signed, not valid yet, or has parts that must be understood and are not known. That the certificate is not in it says nothing. Clients that insist on a list refuse the certificate.',
  fix: 'Report it to the authority with the command that shows it. If it differs from another network, something on the way changes it. In a private PKI: sign the list with the key of the CA that issued the certificate, whose key usage has to allow cRLSign.',
  citation: 'RFC 5280 §6.3.3',
  reads: { revocation: revocationProbe },
  judge({ revocation }, { target }) {
    return judgeReports(revocation, (one) => {
      const problem = crlProblem(one);
      if (problem === null || problem.kind === 'stale' || problem.kind === 'scope-mismatch') return null;
      const why = problemText(problem);
      return {
        severity: sourceSeverity(one),
        title: `The revocation list (CRL) for ${aboutText(one)} proves nothing: ${why}`,
        evidence: [
          evidence('fault', why),
          ...('by' in problem ? crlEvidence(problem.by) : []),
          ...sourceEvidence(one),
        ],
        reproduce: curlCrlVerified(crlUrls(one), sentCertificates(target, one.chain.addresses[0] ?? '')),
      };
    });
  },
});

function problemText(problem: Exclude<CrlProblem, { kind: 'stale' | 'scope-mismatch' }>): string {
  switch (problem.kind) {
    case 'no-crl':
      return 'it is of another issuer';
    case 'malformed-points':
      return `the certificate itself names its list in a broken way: ${problem.detail}`;
    case 'unknown-critical':
      return `it has critical extensions that are not known (${problem.oids.slice(0, 3).join(', ')})`;
    case 'malformed':
      return `it is malformed: ${problem.detail}`;
    case 'nonconforming':
      return `it breaks rules for lists: ${problem.faults[0]?.text ?? 'see RFC 5280 §5'}`;
    case 'not-yet-valid':
      return `it begins on ${momentText(problem.by.thisUpdate)} only`;
    case 'signer-missing':
      return `nobody knows the certificate of its issuer, ${problem.by.issuer}`;
    case 'bad-signature':
      return problem.unusable ? 'its signature cannot be checked' : 'its signature is wrong';
    case 'missing-crl-sign':
      return `${certificateName(problem.signer)} signed it, whose key usage does not allow that`;
    case 'signer-untrusted':
      return `${certificateName(problem.signer)} signed it, which no path leads to the same root`;
    case 'signer-revoked':
      return `${certificateName(problem.signer)} signed it, which is revoked itself`;
    case 'signer-unknown':
      return `whether its signer ${certificateName(problem.signer)} is revoked cannot be told`;
    case 'delta-without-base':
      return 'it holds changes only, and the complete list is not there';
    case 'partial-reasons':
      return `it does not tell of every reason (missing: ${problem.missing.slice(0, 4).join(', ')})`;
  }
}
