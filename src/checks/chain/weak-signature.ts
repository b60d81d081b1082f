import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { caRule } from '../reading/chain/ca-rules.ts';
import { evidence } from '../reading/evidence.ts';

export const chainWeakSignature = defineCheck({
  id: 'chain/weak-signature',
  severity: 'fatal',
  blame: 'target',
  title: 'An intermediate is signed with a broken hash',
  explanation:
    'The signature over a CA certificate in the chain uses SHA-1 or MD5, for which forgeries can be made. Browsers, OpenSSL 3, Java and Go refuse the chain. (The signature of a root over itself does not matter.)',
  fix: 'Serve the current intermediate of the authority, signed with SHA-256. For a private CA issue the intermediate again with SHA-256; with the same key and name the certificates below it stay valid.',
  citation: 'BR §7.1.3.2',
  reads: { chain: chainProbe },
  judge({ chain }, { target }) {
    return caRule(chain, target, 'weak-signature', (name, at) => ({
      title: `The intermediate ${name} is signed with ${at.signature.hash?.toUpperCase() ?? at.signature.algorithm}, which clients refuse`,
      evidence: [evidence('signature', at.signature.algorithm)],
    }));
  },
});
