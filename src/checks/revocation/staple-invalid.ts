import { defineCheck } from '../../core/check.ts';
import { revocationProbe } from '../../probes/revocation.ts';
import { opensslClient } from '../commands/openssl.ts';
import { evidence } from '../reading/evidence.ts';
import { judgeReports, sourceEvidence, stapledAt } from '../reading/revocation/reports.ts';
import { failureText } from '../reading/revocation/words.ts';

export const stapleInvalid = defineCheck({
  id: 'revocation/staple-invalid',
  severity: 'error',
  blame: 'target',
  title: 'The stapled OCSP response proves nothing',
  explanation:
    'The server sends an OCSP response with its certificate that clients cannot accept: it is broken, about another certificate, or signed by somebody who may not. Firefox refuses the connection ("SEC_ERROR_OCSP_..."); most other clients ignore it, which is why it may seem to work.',
  fix: 'Delete the cached response and let the server fetch a new one (nginx: check ssl_stapling_file and ssl_trusted_certificate; Apache: SSLStaplingReturnResponderErrors off; HAProxy: remove the .ocsp file beside the certificate), then reload. After a renewal the old response must not stay.',
  citation: 'RFC 6066 §8',
  reads: { revocation: revocationProbe },
  judge({ revocation }, { target }) {
    return judgeReports(revocation, (one) => {
      const { report } = one;
      if (report.source !== 'staple') return null;
      const why = whyInvalid(report.said);
      if (why === null) return null;
      return {
        title: `The stapled OCSP response proves nothing: ${why}`,
        evidence: [evidence('fault', why), ...sourceEvidence(one)],
        reproduce: opensslClient(target, stapledAt(one)[0] ?? '', '-status'),
      };
    });
  },
});

type Said = Parameters<Parameters<typeof judgeReports>[1]>[0]['report']['said'];

function whyInvalid(said: Said): string | null {
  if (said.kind === 'unknown') return 'it says that the responder does not know the certificate';
  if (said.kind !== 'refused' || !('failure' in said) || said.failure.kind === 'expired') return null;
  return failureText(said.failure);
}
