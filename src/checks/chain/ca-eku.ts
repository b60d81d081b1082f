import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { caRule } from '../reading/chain/ca-rules.ts';
import { evidence } from '../reading/evidence.ts';

export const caEku = defineCheck({
  id: 'chain/ca-eku',
  severity: 'fatal',
  blame: 'target',
  title: 'The issuer may not issue certificates for servers',
  explanation:
    'A CA certificate in the chain is limited to other purposes (mail, code signing, clients) by its extended key usage. Browsers, Go and OpenSSL apply that to everything below it and refuse the server certificate.',
  fix: 'Have the certificate issued by an authority meant for TLS servers. For a private CA issue the intermediate again with serverAuth, or without the extension.',
  citation: 'BR §7.1.2.10.6',
  reads: { chain: chainProbe },
  judge({ chain }, { target }) {
    return caRule(chain, target, 'ca-eku', (name, at) => ({
      title: `${name} may not issue certificates for servers`,
      evidence: [evidence('extended key usage', at.extendedKeyUsage?.join(', ') || 'none')],
    }));
  },
});
