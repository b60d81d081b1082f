import { defineCheck } from '../../core/check.ts';
import { revocationProbe } from '../../probes/revocation.ts';
import { curlOcsp } from '../commands/curl.ts';
import { evidence } from '../reading/evidence.ts';
import { aboutText, judgeReports, sourceEvidence, sourceSeverity } from '../reading/revocation/reports.ts';
import { failureText } from '../reading/revocation/words.ts';

export const responderUnauthorized = defineCheck({
  id: 'revocation/responder-unauthorized',
  severity: 'warning',
  blame: 'third-party',
  title: 'The OCSP responder may not speak for the authority',
  explanation:
    'An answer about revocation counts only from the issuer itself or from a responder whose certificate the issuer signed for that purpose (OCSPSigning). This one is neither, or it says itself that it is not in charge. Clients throw its answer away, whatever it says.',
  fix: 'Report it to the authority with the command that shows it. In a private PKI: sign the certificate of the responder with the CA that issued this certificate, with the extended key usage OCSPSigning, and renew it before it ends.',
  citation: 'RFC 6960 §4.2.2.2',
  reads: { revocation: revocationProbe },
  judge({ revocation }) {
    return judgeReports(revocation, (one) => {
      const { report } = one;
      if (report.source !== 'ocsp' || report.said.kind !== 'refused') return null;
      const { failure } = report.said;
      const denies = failure.kind === 'responder-status' && failure.status === 'unauthorized';
      if (failure.kind !== 'unauthorized-responder' && !denies) return null;
      const who = 'responder' in failure ? [evidence('signed by', failure.responder)] : [];
      return {
        severity: sourceSeverity(one),
        title: denies
          ? `The OCSP responder says that it is not in charge of ${aboutText(one)}`
          : `The OCSP responder for ${aboutText(one)} may not speak for its issuer: ${failureText(failure)}`,
        evidence: [
          ...who,
          evidence('issuer', one.entry.issuer.subject.text),
          evidence('fault', failureText(failure)),
          ...sourceEvidence(one),
        ],
        reproduce: curlOcsp(report.asked),
      };
    });
  },
});
