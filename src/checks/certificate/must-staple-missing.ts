import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { opensslClient } from '../commands/openssl.ts';
import { judgeServed } from '../reading/chain/served-chains.ts';
import { evidence, listed } from '../reading/evidence.ts';
import { sessionsOf } from '../reading/tls/failures.ts';

export const mustStapleMissing = defineCheck({
  id: 'certificate/must-staple-missing',
  severity: 'error',
  blame: 'target',
  title: 'The certificate promises a stapled OCSP response and none is sent',
  explanation:
    'The certificate carries the must-staple mark: the server has to send a fresh OCSP response with it. It sends none, and Firefox refuses the connection. Other clients do not look, which is why it may seem to work.',
  fix: 'Switch stapling on (nginx: ssl_stapling on with a resolver; Apache: SSLUseStapling on; HAProxy: ocsp-update on) and let the server reach the OCSP responder. Simpler: have the certificate issued without must-staple, as authorities are ending OCSP.',
  citation: 'RFC 7633 §4.2.3.1',
  reads: { chain: chainProbe, tls: tlsProbe },
  judge({ chain, tls }, { target }) {
    const unstapled = new Set(
      sessionsOf(tls).flatMap(({ address, session }) => (session.stapled === null ? [address] : [])),
    );
    return judgeServed(chain, 'error', ({ leaf, addresses }) => {
      const bare = addresses.filter((address) => unstapled.has(address));
      const first = bare[0];
      if (!leaf.mustStaple || first === undefined) return null;
      return {
        title: 'The certificate promises a stapled OCSP response (must-staple) and none is sent',
        evidence: [evidence('without a staple', listed(bare)), evidence('subject', leaf.subject.text)],
        reproduce: opensslClient(target, first, '-status'),
      };
    });
  },
});
