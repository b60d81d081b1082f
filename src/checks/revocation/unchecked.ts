import { defineCheck } from '../../core/check.ts';
import type {
  CertificateRevocation,
  ChainRevocation,
  Unchecked,
} from '../../probes/revocation/revocation-facts.ts';
import { revocationProbe } from '../../probes/revocation.ts';
import { opensslLeaf } from '../commands/openssl.ts';
import { certificateName, evidence } from '../reading/evidence.ts';

export const unchecked = defineCheck({
  id: 'revocation/unchecked',
  severity: 'notice',
  blame: 'unknown',
  title: 'Whether the certificate is revoked is not known',
  explanation:
    'No source that counts has said that the certificate is good, so it is not called good here. Clients that look for themselves are in the same place; most go on without an answer. Certificates that live seven days or less need not name anybody to ask, and private authorities are not bound to.',
  fix: 'If a responder or a list failed, the finding about it says what to do. If the certificate names nobody although it is of a public authority, have it issued again: since 2024 the rules demand at least a CRL in it.',
  citation: 'BR §7.1.2.11.2',
  reads: { revocation: revocationProbe },
  judge({ revocation }, { target }) {
    const found = revocation.chains.flatMap((chain) =>
      chain.certificates.flatMap((entry) => {
        const why = whyTold(entry, chain);
        return why === null ? [] : [{ chain, entry, why }];
      }),
    );
    const [first] = found;
    if (first === undefined) return [];
    const own = first.entry.place === 'leaf';
    const name = certificateName(first.entry.certificate);
    const whose = own ? 'the certificate' : `the intermediate ${name}`;
    return [
      {
        title: `Whether ${whose} is revoked is not known: ${first.why}`,
        evidence: found
          .slice(0, 4)
          .map(({ entry, why }) => evidence(certificateName(entry.certificate), why)),
        reproduce: own ? opensslLeaf(target, first.chain.addresses[0] ?? '', pointers) : null,
      },
    ];
  },
});

const pointers = '-serial -ext crlDistributionPoints,authorityInfoAccess';

const whys: Readonly<Record<Exclude<Unchecked, 'short-lived'>, string>> = {
  'no-pointer': 'it names no place to ask',
  'no-usable-pointer': 'the places it names cannot be asked over http',
  'no-answer': 'nobody who was asked gave an answer that counts',
};

/** Null where nothing is amiss: answered, too short-lived, or private and without a pointer. */
function whyTold({ adopted }: CertificateRevocation, { publiclyTrusted }: ChainRevocation): string | null {
  if (adopted.status !== 'unchecked' || adopted.because === 'short-lived') return null;
  if (adopted.because === 'no-pointer' && !publiclyTrusted) return null;
  return whys[adopted.because];
}
