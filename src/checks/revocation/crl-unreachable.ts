import { defineCheck } from '../../core/check.ts';
import { revocationProbe } from '../../probes/revocation.ts';
import { curlCrl } from '../commands/curl.ts';
import { evidence } from '../reading/evidence.ts';
import { aboutText, judgeReports, sourceEvidence, sourceSeverity } from '../reading/revocation/reports.ts';
import { unreachableFault } from '../reading/revocation/unreachable.ts';

export const crlUnreachable = defineCheck({
  id: 'revocation/crl-unreachable',
  severity: 'warning',
  blame: 'third-party',
  title: 'The revocation list of the authority cannot be fetched',
  explanation:
    'The certificate names a list (CRL) that tells whether it is revoked, and no list comes from there. Browsers do not fetch it themselves, so users notice nothing; clients that insist on it (some VPNs, mail gateways, Windows services) refuse the certificate.',
  fix: 'Nothing on this server. Report it to the authority with the command that shows it. Egress rules between here and the list can look the same: try it from another network. In a private PKI: publish the list at the address that the certificates name, over plain http.',
  citation: 'RFC 5280 §4.2.1.13',
  reads: { revocation: revocationProbe },
  judge({ revocation }) {
    return judgeReports(revocation, (one) => {
      const { report } = one;
      if (report.source !== 'crl') return null;
      const reproduce = curlCrl(report.urls);
      if (report.said.kind === 'unreachable') {
        return { ...unreachableFault(one, report.said, 'The revocation list (CRL)'), reproduce };
      }
      if (report.said.kind !== 'unreadable') return null;
      return {
        severity: sourceSeverity(one),
        title: `What is served as the revocation list (CRL) for ${aboutText(one)} is none`,
        evidence: [evidence('fault', report.said.problem), ...sourceEvidence(one)],
        reproduce,
      };
    });
  },
});
