import { defineCheck } from '../../core/check.ts';
import { revocationProbe } from '../../probes/revocation.ts';
import { curlOcspVerified } from '../commands/curl.ts';
import { sentCertificates } from '../commands/openssl.ts';
import { evidence } from '../reading/evidence.ts';
import { aboutText, judgeReports, sourceEvidence, sourceSeverity } from '../reading/revocation/reports.ts';
import { failureText } from '../reading/revocation/words.ts';

/** Told by other rules. */
const elsewhere = new Set(['responder-status', 'unauthorized-responder']);

export const responseInvalid = defineCheck({
  id: 'revocation/response-invalid',
  severity: 'warning',
  blame: 'third-party',
  title: 'The answer of the OCSP responder proves nothing',
  explanation:
    'The responder answers, and its answer cannot be accepted: it is broken, badly signed, about another certificate, or of another time. Clients throw it away. Somebody on the way who changes answers looks the same as a fault of the responder.',
  fix: 'Report it to the authority with the command that shows it. If it differs from another network, something between here and the responder changes it: a proxy, a filter, a cache that keeps old answers.',
  citation: 'RFC 6960 §3.2',
  reads: { revocation: revocationProbe },
  judge({ revocation }, { target }) {
    return judgeReports(revocation, (one) => {
      const { report } = one;
      if (report.source !== 'ocsp' || report.said.kind !== 'refused') return null;
      const { failure } = report.said;
      if (elsewhere.has(failure.kind)) return null;
      return {
        severity: sourceSeverity(one),
        title: `The answer of the OCSP responder about ${aboutText(one)} proves nothing: ${failureText(failure)}`,
        evidence: [evidence('fault', failureText(failure)), ...sourceEvidence(one)],
        reproduce: curlOcspVerified(report.asked, sentCertificates(target, one.chain.addresses[0] ?? '')),
      };
    });
  },
});
