import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { opensslLeaf } from '../commands/openssl.ts';
import { judgeServed } from '../reading/chain/served-chains.ts';
import { evidence } from '../reading/evidence.ts';

export const wrongEku = defineCheck({
  id: 'certificate/wrong-eku',
  severity: 'fatal',
  blame: 'target',
  title: 'The certificate is not meant for servers',
  explanation:
    'The extended key usage of the certificate lists what it may be used for, and TLS server is not in the list: it is a client, mail or code signing certificate. Clients refuse it ("unsuitable certificate purpose").',
  fix: 'Have a certificate issued with the purpose serverAuth (OpenSSL: extendedKeyUsage=serverAuth; AD CS: the Web Server template) and install that one. Perhaps two files were mixed up.',
  citation: 'RFC 5280 §4.2.1.12',
  reads: { chain: chainProbe },
  judge({ chain }, { target }) {
    return judgeServed(chain, 'fatal', ({ leaf }, address) => {
      const usages = leaf.extendedKeyUsage;
      if (usages === null || usages.includes('serverAuth') || usages.includes('anyExtendedKeyUsage'))
        return null;
      return {
        title: `The certificate is for ${usages.join(', ') || 'nothing'}, not for servers`,
        evidence: [
          evidence('extended key usage', usages.join(', ')),
          evidence('wanted', 'serverAuth'),
          evidence('subject', leaf.subject.text),
        ],
        reproduce: opensslLeaf(target, address, '-subject -ext extendedKeyUsage'),
      };
    });
  },
});
