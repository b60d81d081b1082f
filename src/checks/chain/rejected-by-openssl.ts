import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { opensslClient } from '../commands/openssl.ts';
import { judgeServed } from '../reading/chain/served-chains.ts';
import { certificateName, evidence, listed } from '../reading/evidence.ts';
import { isToldElsewhere } from '../reading/tls/openssl-words.ts';

export const rejectedByOpenssl = defineCheck({
  id: 'chain/rejected-by-openssl',
  severity: 'error',
  blame: 'target',
  title: 'OpenSSL refuses this chain',
  explanation:
    'Notafter finds a valid path to a trusted root, and OpenSSL does not. Clients built on OpenSSL (curl, Node, Python, Ruby, PHP) refuse the connection; browsers, Go and Java judge by themselves and may accept it.',
  fix: "Read OpenSSL's reason in the evidence. Serving the current full chain of the authority, in order and without old cross-signed certificates, mends most of these.",
  citation: 'openssl-verification-options(1)',
  reads: { chain: chainProbe },
  judge({ chain }, { target, now }) {
    return judgeServed(chain, 'error', (served, address) => {
      const { openssl, path, sent } = served;
      if (openssl === null || !path.trusted || isToldElsewhere(served, now)) return null;
      return {
        title: `OpenSSL refuses this chain: ${openssl.message}`,
        evidence: [
          evidence('OpenSSL says', `${openssl.message} (${openssl.code})`),
          evidence('as sent', listed(sent.map(certificateName))),
          evidence('path found here', listed(path.path.map(certificateName))),
          evidence('trust store', chain.store),
        ],
        reproduce: opensslClient(target, address, '-verify_return_error'),
      };
    });
  },
});
