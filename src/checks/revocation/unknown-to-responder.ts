import { defineCheck } from '../../core/check.ts';
import { revocationProbe } from '../../probes/revocation.ts';
import { curlOcsp } from '../commands/curl.ts';
import { evidence } from '../reading/evidence.ts';
import { aboutText, judgeReports, sourceEvidence, sourceSeverity } from '../reading/revocation/reports.ts';

export const unknownToResponder = defineCheck({
  id: 'revocation/unknown-to-responder',
  severity: 'warning',
  blame: 'third-party',
  title: 'The OCSP responder does not know the certificate',
  explanation:
    'The responder of the authority answers "unknown": it has no record of this serial number. That is not "good": a client that asks may refuse the certificate. Right after issuance it may be a delay of minutes; later it means that the certificate was never issued as it looks, or that the responder serves another authority.',
  fix: 'Wait an hour if the certificate is new. If it stays so, report the serial number to the authority, and have the certificate issued again if nobody there knows it.',
  citation: 'RFC 6960 §2.2',
  reads: { revocation: revocationProbe },
  judge({ revocation }) {
    return judgeReports(revocation, (one) => {
      const { report, entry } = one;
      if (report.source !== 'ocsp' || report.said.kind !== 'unknown') return null;
      return {
        severity: sourceSeverity(one),
        title: `The OCSP responder does not know ${aboutText(one)}`,
        evidence: [evidence('serial', entry.certificate.serial), ...sourceEvidence(one)],
        reproduce: curlOcsp(report.asked),
      };
    });
  },
});
