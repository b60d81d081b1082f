import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { opensslLeaf } from '../commands/openssl.ts';
import { judgeServed } from '../reading/chain/served-chains.ts';
import { evidence } from '../reading/evidence.ts';

export const noEku = defineCheck({
  id: 'certificate/no-eku',
  severity: 'warning',
  blame: 'target',
  title: 'The certificate does not say what it is for (no EKU)',
  explanation:
    'The extended key usage extension is missing. OpenSSL, Go and Java then allow every use; Apple systems demand serverAuth and refuse the connection, and public authorities must include it.',
  fix: 'Issue it again with extendedKeyUsage=serverAuth.',
  citation: 'BR §7.1.2.7.10',
  reads: { chain: chainProbe },
  judge({ chain }, { target }) {
    return judgeServed(chain, 'warning', ({ leaf }, address) => {
      if (leaf.extendedKeyUsage !== null) return null;
      return {
        title: 'The certificate does not say what it is for (no extended key usage)',
        evidence: [evidence('extended key usage', 'none'), evidence('subject', leaf.subject.text)],
        reproduce: opensslLeaf(target, address, '-subject -ext extendedKeyUsage'),
      };
    });
  },
});
