import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { certificateName, evidence } from '../evidence.ts';
import { opensslClient } from '../reproduce.ts';
import { judgeServed } from '../served-chains.ts';

export const wrongOrder = defineCheck({
  id: 'chain/wrong-order',
  severity: 'warning',
  blame: 'target',
  title: 'The certificates are sent in the wrong order',
  explanation:
    'The leaf should come first and each certificate after it should be the issuer of the one before. Most clients sort them out; older TLS libraries and embedded devices do not and fail.',
  fix: 'Put the PEM blocks in order in the chain file: leaf, then its issuer, then the issuer of that. Leave the root out. Then reload.',
  citation: 'RFC 8446 §4.4.2',
  reads: { chain: chainProbe },
  judge({ chain }, { target }) {
    return judgeServed(chain, 'warning', ({ sent, order }, address) => {
      const { inOrder, leafNotFirst, pathPositions } = order;
      if (inOrder && !leafNotFirst) return null;
      return {
        title: leafNotFirst
          ? 'The server does not send its own certificate first'
          : 'The certificates are sent in the wrong order',
        evidence: [
          ...sent
            .slice(0, 8)
            .map((certificate, at) => evidence(`sent ${at + 1}`, certificateName(certificate))),
          evidence('right order', pathPositions.map((position) => position + 1).join(', ')),
        ],
        reproduce: opensslClient(target, address, '-showcerts'),
      };
    });
  },
});
