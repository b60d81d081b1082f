import { defineCheck } from '../../core/check.ts';
import type { ScopeMismatch } from '../../pki/revocation/crl/crl-answer.ts';
import { revocationProbe } from '../../probes/revocation.ts';
import { curlCrlScope } from '../commands/curl.ts';
import { evidence, listed } from '../reading/evidence.ts';
import { crlEvidence, crlProblem, crlUrls } from '../reading/revocation/crls.ts';
import { aboutText, judgeReports, sourceEvidence, sourceSeverity } from '../reading/revocation/reports.ts';

const mismatches: Readonly<Record<ScopeMismatch, string>> = {
  'distribution-point': 'it is another part of the list (shard) than the certificate names',
  'only-user-certificates': 'it is for server certificates only, and this one is of an authority',
  'only-authorities': 'it is for authorities only, and this certificate is none',
  'only-attribute-certificates': 'it is for attribute certificates only',
  'not-indirect': 'the certificate names another issuer of its list',
  reasons: 'it is about other reasons than the certificate names',
};

export const crlScopeMismatch = defineCheck({
  id: 'revocation/crl-scope-mismatch',
  severity: 'warning',
  blame: 'third-party',
  title: 'The revocation list is not about this certificate',
  explanation:
    'Authorities split their lists (CRLs) into parts, and each says in its issuing distribution point which certificates it is about. What is served at the address in the certificate is a part for others. That the certificate is not in it says nothing, and must not be taken for "not revoked".',
  fix: 'Report it to the authority with the command that shows it: the address in the certificate and the name inside the list must be equal, letter by letter. In a private PKI: issue the list with the same URL in issuingDistributionPoint as in cRLDistributionPoints.',
  citation: 'RFC 5280 §5.2.5',
  reads: { revocation: revocationProbe },
  judge({ revocation }) {
    return judgeReports(revocation, (one) => {
      const problem = crlProblem(one);
      if (problem?.kind !== 'scope-mismatch') return null;
      const why = mismatches[problem.mismatch];
      const about = problem.urls.length === 0 ? [] : [evidence('the list is for', listed(problem.urls, 3))];
      return {
        severity: sourceSeverity(one),
        title: `The revocation list (CRL) for ${aboutText(one)} is not about it: ${why}`,
        evidence: [...about, ...crlEvidence(problem.by), ...sourceEvidence(one)],
        reproduce: curlCrlScope(crlUrls(one)),
      };
    });
  },
});
