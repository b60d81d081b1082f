import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { opensslLeaf } from '../commands/openssl.ts';
import { judgeServed, problemOf } from '../reading/chain/served-chains.ts';
import { certificateEvidence, evidence } from '../reading/evidence.ts';

export const selfSigned = defineCheck({
  id: 'chain/self-signed',
  severity: 'fatal',
  blame: 'target',
  title: 'The certificate is self-signed',
  explanation:
    'The certificate vouches for itself: nobody else confirms that it belongs to this host, so every client refuses it unless it was told to trust exactly this one. Often it is the placeholder that a server or appliance makes at installation.',
  fix: 'Install a certificate of a public authority (certbot, Caddy and most clouds do it by themselves) or of your own CA. If it is meant to stay, give it to the clients, and to Notafter with EXTRA_CA_FILE.',
  citation: 'RFC 5280 §6.1',
  reads: { chain: chainProbe },
  judge({ chain }, { target }) {
    return judgeServed(chain, 'fatal', (served, address) => {
      if (problemOf(served)?.kind !== 'self-signed') return null;
      return {
        title: 'The certificate is self-signed',
        evidence: [...certificateEvidence('certificate', served.leaf), evidence('trust store', chain.store)],
        reproduce: opensslLeaf(target, address, '-subject -issuer -dates'),
      };
    });
  },
});
