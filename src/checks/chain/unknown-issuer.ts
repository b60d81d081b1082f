import { defineCheck } from '../../core/check.ts';
import type { Evidence } from '../../core/finding.ts';
import type { Certificate } from '../../pki/certificate/certificate.ts';
import { chainProbe, type ServedChain } from '../../probes/chain.ts';
import { certificateName, evidence, listed } from '../evidence.ts';
import { opensslClient } from '../reproduce.ts';
import { judgeServed, problemOf } from '../served-chains.ts';

export const unknownIssuer = defineCheck({
  id: 'chain/unknown-issuer',
  severity: 'fatal',
  blame: 'unknown',
  title: 'The issuer of the certificate is not known',
  explanation:
    'The certificate was issued by an authority that is not in the trust store, and the server sends nothing that leads to one that is. Either it comes from a private CA, and clients that have its root are fine, or an intermediate is missing and cannot be fetched.',
  fix: 'If it is a private CA: give its root to the clients, and to Notafter with EXTRA_CA_FILE. If it is a public one: download the intermediate from the authority and serve the full chain (nginx: ssl_certificate fullchain.pem; Apache: SSLCertificateFile; HAProxy: one crt file).',
  citation: 'RFC 5280 §6.1',
  reads: { chain: chainProbe },
  judge({ chain }, { target }) {
    return judgeServed(chain, 'fatal', (served, address) => {
      const problem = problemOf(served);
      if (problem?.kind !== 'issuer-missing' || served.repair?.outcome === 'repaired') return null;
      const { of } = problem;
      return {
        title: `Nobody knows the issuer of the certificate: ${issuerName(of)}`,
        evidence: [
          evidence('as sent', listed(served.sent.map(certificateName))),
          evidence('issuer not found', of.issuer.text),
          ...repairEvidence(served.repair),
          evidence('trust store', chain.store),
        ],
        reproduce: opensslClient(target, address, '-showcerts'),
      };
    });
  },
});

function issuerName({ issuer }: Certificate): string {
  return issuer.commonName ?? issuer.organization ?? issuer.text;
}

/** What was tried to find the issuer. */
function repairEvidence(repair: ServedChain['repair']): readonly Evidence[] {
  switch (repair?.outcome) {
    case undefined:
    case 'repaired':
      return [];
    case 'no-url':
      return [
        evidence(
          'fetching it',
          `not possible: ${certificateName(repair.of)} names no address for its issuer (AIA)`,
        ),
      ];
    case 'fetch-failed':
      return [
        evidence('fetching it', `failed: ${repair.reason}`),
        evidence('address for the issuer (AIA)', repair.url),
      ];
    case 'still-broken':
      return [
        evidence('fetched', listed(repair.added.map(certificateName))),
        evidence('with that', `still not trusted: ${repair.problem.kind.replaceAll('-', ' ')}`),
      ];
  }
}
