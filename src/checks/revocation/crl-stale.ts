import { defineCheck } from '../../core/check.ts';
import { revocationProbe } from '../../probes/revocation.ts';
import { curlCrl } from '../commands/curl.ts';
import { crlEvidence, crlProblem, crlUrls } from '../reading/revocation/crls.ts';
import { aboutText, judgeReports, sourceEvidence, sourceSeverity } from '../reading/revocation/reports.ts';
import { lengthText } from '../reading/time-words.ts';

export const crlStale = defineCheck({
  id: 'revocation/crl-stale',
  severity: 'warning',
  blame: 'third-party',
  title: 'The revocation list of the authority is out of date',
  explanation:
    'The list (CRL) that the certificate names is past its nextUpdate: the authority no longer renews it, or a cache on the way keeps an old one. What was revoked since is not in it. Most clients do not look; those that insist on a current list refuse the certificate.',
  fix: 'Report it to the authority with the command that shows it. In a private PKI: let the CA issue a new list (openssl ca -gencrl, certutil -crl) by a job that runs well before nextUpdate, publish it, and mind caches in front of it.',
  citation: 'RFC 5280 §5.1.2.5',
  reads: { revocation: revocationProbe },
  judge({ revocation }, { now }) {
    return judgeReports(revocation, (one) => {
      const problem = crlProblem(one);
      if (problem?.kind !== 'stale') return null;
      const age = lengthText(now.getTime() - problem.nextUpdate.getTime());
      const listed = problem.listed ? '. It lists the certificate as revoked' : '';
      return {
        // One that is listed stays revoked, unless it was on hold.
        severity: problem.listed && one.entry.adopted.status === 'unchecked' ? 'error' : sourceSeverity(one),
        title: `The revocation list (CRL) for ${aboutText(one)} is out of date since ${age}${listed}`,
        evidence: [...crlEvidence(problem.by), ...sourceEvidence(one)],
        reproduce: curlCrl(crlUrls(one)),
      };
    });
  },
});
