import { defineCheck } from '../../core/check.ts';
import { revocationProbe } from '../../probes/revocation.ts';
import { opensslClient } from '../commands/openssl.ts';
import { evidence } from '../reading/evidence.ts';
import { judgeReports, sourceEvidence, stapledAt, stapleSeverity } from '../reading/revocation/reports.ts';
import { lengthText, momentText } from '../reading/time-words.ts';

export const stapleExpired = defineCheck({
  id: 'revocation/staple-expired',
  severity: 'warning',
  blame: 'target',
  title: 'The stapled OCSP response has expired',
  explanation:
    'The server sends an OCSP response that is past its nextUpdate: it no longer refreshes it. Clients ignore it and go on without; with a must-staple certificate Firefox refuses the connection.',
  fix: 'Let the server reach the OCSP responder (egress, resolver: nginx needs "resolver" for ssl_stapling), look into its error log for "OCSP", and reload. A response kept in a file (ssl_stapling_file, HAProxy .ocsp) has to be refreshed by a job of your own.',
  citation: 'RFC 6960 §4.2.2.1',
  reads: { revocation: revocationProbe },
  judge({ revocation }, { target, now }) {
    return judgeReports(revocation, (one) => {
      const { report } = one;
      if (report.source !== 'staple' || report.said.kind !== 'refused') return null;
      const { failure } = report.said;
      if (failure.kind !== 'expired') return null;
      return {
        severity: stapleSeverity(one),
        title: `The stapled OCSP response expired ${lengthText(now.getTime() - failure.nextUpdate.getTime())} ago`,
        evidence: [evidence('nextUpdate', momentText(failure.nextUpdate)), ...sourceEvidence(one)],
        reproduce: opensslClient(target, stapledAt(one)[0] ?? '', '-status'),
      };
    });
  },
});
