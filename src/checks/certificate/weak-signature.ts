import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { opensslLeaf } from '../commands/openssl.ts';
import { isWeakHash } from '../reading/chain/key-strength.ts';
import { judgeServed, leafBreaks } from '../reading/chain/served-chains.ts';
import { evidence } from '../reading/evidence.ts';

export const weakSignature = defineCheck({
  id: 'certificate/weak-signature',
  severity: 'fatal',
  blame: 'target',
  title: 'The certificate is signed with a broken hash',
  explanation:
    'The signature of the authority over this certificate uses SHA-1 or MD5, for which forgeries can be made. Browsers, OpenSSL 3, Java and Go refuse it.',
  fix: 'Have the certificate issued again with SHA-256. No public authority signs with SHA-1 any more, so this is a private CA: set its default digest (openssl ca: default_md = sha256; AD CS: certutil -setreg ca\\csp\\CNGHashAlgorithm SHA256).',
  citation: 'BR §7.1.3.2',
  reads: { chain: chainProbe },
  judge({ chain }, { target }) {
    return judgeServed(chain, 'fatal', (served, address) => {
      const { leaf } = served;
      const refused = leafBreaks(served, 'weak-signature');
      // Nobody verifies what a self-signed certificate says of itself.
      if (!refused && (leaf.selfIssued || !isWeakHash(leaf))) return null;
      return {
        title: `The certificate is signed with ${leaf.signature.hash?.toUpperCase() ?? leaf.signature.algorithm}, which clients refuse`,
        evidence: [
          evidence('signature', leaf.signature.algorithm),
          evidence('subject', leaf.subject.text),
          evidence('issued by', leaf.issuer.text),
        ],
        ...(refused ? {} : { severity: 'error' }),
        reproduce: opensslLeaf(target, address, '-text'),
      };
    });
  },
});
