import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { caRule } from '../reading/chain/ca-rules.ts';
import { evidence } from '../reading/evidence.ts';

export const caKeyUsage = defineCheck({
  id: 'chain/ca-key-usage',
  severity: 'fatal',
  blame: 'target',
  title: 'The issuer may not sign certificates',
  explanation:
    'A CA certificate in the chain has a key usage that leaves keyCertSign out, so its signature over other certificates does not count and clients refuse the chain.',
  fix: 'Issue the CA certificate again with keyUsage=critical,keyCertSign,cRLSign. With the same key and name the certificates below it stay valid.',
  citation: 'RFC 5280 §4.2.1.3',
  reads: { chain: chainProbe },
  judge({ chain }, { target }) {
    return caRule(chain, target, 'ca-key-usage', (name, at) => ({
      title: `${name} may not sign certificates (no keyCertSign in its key usage)`,
      evidence: [evidence('key usage', at.keyUsage?.join(', ') || 'none')],
    }));
  },
});
