import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { caRule } from '../reading/chain/ca-rules.ts';
import { evidence } from '../reading/evidence.ts';

export const notACa = defineCheck({
  id: 'chain/not-a-ca',
  severity: 'fatal',
  blame: 'target',
  title: 'The issuer is not a certificate authority',
  explanation:
    'A certificate in the chain was used to sign another one and is not marked as a CA (basic constraints). Anybody with an ordinary certificate could do that, so clients refuse the chain.',
  fix: 'Issue the signing certificate again with basicConstraints=critical,CA:TRUE and keyUsage=keyCertSign, or have the leaf signed by a real CA.',
  citation: 'RFC 5280 §4.2.1.9',
  reads: { chain: chainProbe },
  judge({ chain }, { target }) {
    return caRule(chain, target, 'not-a-ca', (name, at) => ({
      title: `${name} signed a certificate and is not a certificate authority`,
      evidence: [
        evidence(
          'basic constraints',
          at.basicConstraints === null ? 'none' : `CA: ${at.basicConstraints.ca}`,
        ),
      ],
    }));
  },
});
