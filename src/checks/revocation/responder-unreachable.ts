import { defineCheck } from '../../core/check.ts';
import { revocationProbe } from '../../probes/revocation.ts';
import { curlOcsp } from '../commands/curl.ts';
import { evidence } from '../reading/evidence.ts';
import { aboutText, judgeReports, sourceEvidence, sourceSeverity } from '../reading/revocation/reports.ts';
import { unreachableFault } from '../reading/revocation/unreachable.ts';

export const responderUnreachable = defineCheck({
  id: 'revocation/responder-unreachable',
  severity: 'warning',
  blame: 'third-party',
  title: 'The OCSP responder of the authority does not answer',
  explanation:
    'The certificate names a server that tells whether it is revoked, and nothing useful comes from there. Nearly all clients go on without an answer, so users notice nothing but a slow start at most. Servers that staple get nothing new to send, and a must-staple certificate fails once the last response has ended.',
  fix: 'Nothing on this server. Look at the status page of the authority and report it there with the command that shows it. Egress rules between here and the responder can look the same: try it from another network. If the authority has given up OCSP, certificates issued from now on name a CRL only.',
  citation: 'RFC 6960 §2.3',
  reads: { revocation: revocationProbe },
  judge({ revocation }) {
    return judgeReports(revocation, (one) => {
      const { report } = one;
      if (report.source !== 'ocsp') return null;
      const reproduce = curlOcsp(report.asked);
      if (report.said.kind === 'unreachable') {
        const fault = unreachableFault(one, report.said, 'The OCSP responder');
        return { ...fault, reproduce };
      }
      if (report.said.kind !== 'refused' || report.said.failure.kind !== 'responder-status') return null;
      const { status } = report.said.failure;
      if (status === 'unauthorized') return null;
      return {
        severity: sourceSeverity(one),
        title: `The OCSP responder answers "${status}" about ${aboutText(one)}`,
        evidence: [evidence('status', status), ...sourceEvidence(one)],
        reproduce,
      };
    });
  },
});
