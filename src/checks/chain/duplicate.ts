import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { opensslClient } from '../commands/openssl.ts';
import { judgeServed } from '../reading/chain/served-chains.ts';
import { certificateName, evidence, listed } from '../reading/evidence.ts';

export const duplicate = defineCheck({
  id: 'chain/duplicate',
  severity: 'notice',
  blame: 'target',
  title: 'The server sends the same certificate twice',
  explanation:
    'A certificate stands in the list more than once. Clients put up with it; it makes every handshake larger. Often the leaf is in both the certificate file and the chain file.',
  fix: 'Take the second copy out of the chain file: it should begin with the intermediate if the leaf is configured separately (HAProxy, older Apache).',
  citation: 'RFC 8446 §4.4.2',
  reads: { chain: chainProbe },
  judge({ chain }, { target }) {
    return judgeServed(chain, 'notice', ({ sent, order }, address) => {
      const { duplicates } = order;
      const first = duplicates[0];
      if (first === undefined) return null;
      return {
        title: `The server sends the certificate ${certificateName(first)} more than once`,
        evidence: [
          evidence('sent more than once', listed(duplicates.map(certificateName))),
          evidence('as sent', listed(sent.map(certificateName))),
        ],
        reproduce: opensslClient(target, address, '-showcerts'),
      };
    });
  },
});
