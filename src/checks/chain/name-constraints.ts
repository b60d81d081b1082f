import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { opensslClient } from '../commands/openssl.ts';
import { caBreaking, judgeServed } from '../reading/chain/served-chains.ts';
import { evidence, listed } from '../reading/evidence.ts';
import { violatesNameConstraints } from '../reading/tls/openssl-words.ts';

export const nameConstraints = defineCheck({
  id: 'chain/name-constraints',
  severity: 'fatal',
  blame: 'target',
  title: 'The issuer may not issue for this name',
  explanation:
    'A CA in the chain is limited to certain names (name constraints), and the certificate holds one outside of them, or one that is excluded. A single such name spoils the whole certificate: clients refuse it.',
  fix: 'Issue the certificate with names inside the constraints only, or have it issued by a CA that may issue for this name. openssl x509 -ext nameConstraints on the CA certificate shows what it allows.',
  citation: 'RFC 5280 §4.2.1.10',
  reads: { chain: chainProbe },
  judge({ chain }, { target }) {
    return judgeServed(chain, 'fatal', (served, address) => {
      const limited = caBreaking(served, 'name-constraints');
      if (limited === null && !violatesNameConstraints(served)) return null;
      const { leaf, openssl } = served;
      const excluded = /excluded/.test(openssl?.message ?? '');
      return {
        title: excluded
          ? 'The issuer is barred from issuing for a name in the certificate'
          : 'The issuer may not issue for a name in the certificate',
        evidence: [
          evidence(
            'names in the certificate',
            listed([...(leaf.names?.dns ?? []), ...(leaf.names?.ip ?? [])]),
          ),
          evidence('limited CA', limited?.subject.text ?? leaf.issuer.text),
          ...(openssl === null ? [] : [evidence('OpenSSL says', openssl.message)]),
          evidence('trust store', chain.store),
        ],
        reproduce: opensslClient(target, address, '-showcerts'),
      };
    });
  },
});
