import { defineCheck } from '../../core/check.ts';
import type { Target } from '../../core/target.ts';
import { revocationProbe } from '../../probes/revocation.ts';
import { curlCrlEntry, curlOcsp } from '../commands/curl.ts';
import { opensslClient } from '../commands/openssl.ts';
import { certificateEvidence, certificateName, evidence } from '../reading/evidence.ts';
import { type Heard, judgeReports, sourceEvidence, stapledAt } from '../reading/revocation/reports.ts';
import { reasonText } from '../reading/revocation/words.ts';
import { momentText } from '../reading/time-words.ts';

export const revoked = defineCheck({
  id: 'revocation/revoked',
  severity: 'fatal',
  blame: 'target',
  title: 'The certificate was revoked',
  explanation:
    'The authority has taken the certificate back. Clients differ in when they notice: Firefox and Safari refuse it within hours, Chrome and Edge once it is in the list that is pushed to them, which holds the urgent cases first; curl (but on Windows), Go, Java and Node do not look by themselves. That is why it may still seem to work.',
  fix: 'Have a new certificate issued for a new key, deploy it and reload; do not use the old key again. Then find out who revoked it and why: the account at the authority, its mail to the contacts of the domain, its incident reports.',
  citation: 'RFC 5280 §6.3',
  reads: { revocation: revocationProbe },
  judge({ revocation }, { target }) {
    return judgeReports(revocation, (one) => {
      const { entry, report } = one;
      const { said } = report;
      if (said.kind !== 'revoked') return null;
      const own = entry.place === 'leaf';
      const name = certificateName(entry.certificate);
      const what = own ? 'The certificate' : `The intermediate certificate ${name}`;
      const others = entry.reports.filter((other) => other.said.kind === 'good');
      return {
        ...(own ? {} : intermediateTexts),
        severity: 'fatal',
        title: `${what} was revoked on ${momentText(said.at)}: ${reasonText(said.reason)}`,
        evidence: [
          evidence('revoked', momentText(said.at)),
          evidence('reason', said.reason ?? 'none given'),
          ...sourceEvidence(one),
          ...others.map((other) => evidence(`good, says the ${other.source.toUpperCase()}`, other.at)),
          ...certificateEvidence('subject', entry.certificate),
          evidence('serial', entry.certificate.serial),
        ],
        reproduce: command(one, target),
      };
    });
  },
});

const intermediateTexts = {
  blame: 'third-party',
  explanation:
    'The authority above has taken back the certificate that vouches for this one, so everything that was issued from it falls with it. That is the doing of the authority and not of this server. Clients differ in when they notice: browsers through the lists that are pushed to them, curl (but on Windows), Go, Java and Node not at all.',
  fix: 'Ask the authority from which intermediate it issues now. Either it has another certificate for the same key, then replace the chain file and reload; or the certificate has to be issued again.',
} as const;

function command(one: Heard, target: Target): string | null {
  const { entry, report } = one;
  switch (report.source) {
    case 'staple':
      return opensslClient(target, stapledAt(one)[0] ?? '', '-status');
    case 'ocsp':
      return curlOcsp(report.asked);
    case 'crl':
      return curlCrlEntry(report.urls, entry.certificate.serial);
  }
}
