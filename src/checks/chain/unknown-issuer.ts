import { defineCheck } from '../../core/check.ts';
import type { Evidence, Observation } from '../../core/finding.ts';
import type { Certificate } from '../../pki/certificate/certificate.ts';
import { chainProbe, type ServedChain } from '../../probes/chain.ts';
import { opensslClient } from '../commands/openssl.ts';
import { failedRepairEvidence } from '../reading/chain/repair-evidence.ts';
import { judgeServed, problemOf } from '../reading/chain/served-chains.ts';
import { certificateName, evidence, listed } from '../reading/evidence.ts';

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
      const of = highestKnown(served.repair) ?? problem.of;
      return {
        ...told(served, issuerName(of)),
        evidence: [
          evidence('as sent', listed(served.sent.map(certificateName))),
          evidence('issuer not found', of.issuer.text),
          ...kinEvidence(served),
          ...failedRepairEvidence(served.repair),
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

/** Where the search for an issuer ended, when certificates above the missing one could be fetched. */
function highestKnown(repair: ServedChain['repair']): Certificate | null {
  switch (repair?.outcome) {
    case 'no-url':
    case 'fetch-failed':
      return repair.of;
    case 'still-broken':
      return repair.problem.kind === 'issuer-missing' ? repair.problem.of : null;
    default:
      return null;
  }
}

type Told = Omit<Observation, 'evidence'> & { readonly title: string };

function told({ repair, kin }: ServedChain, issuer: string): Told {
  if (repair?.outcome === 'revoked') {
    return {
      blame: 'target',
      title: `The issuer of the certificate is not sent, and ${certificateName(repair.revoked.certificate)} is revoked`,
      explanation:
        'The server leaves an intermediate out. It could be fetched, and the authority has revoked it: adding it would help no client that looks, so no repair is offered.',
      fix: 'Have the certificate issued again, under an intermediate that is in force, and serve the full chain.',
    };
  }
  const title = `Nobody knows the issuer of the certificate: ${issuer}`;
  return kin === null ? { title } : { title, blame: 'target' };
}

/** A private CA has no root in the store; where its organization has one, an intermediate is missing. */
function kinEvidence({ kin }: ServedChain): readonly Evidence[] {
  return kin === null
    ? []
    : [evidence('root of the same organization', `${kin}: trusted, so an intermediate of it is missing`)];
}
