import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { opensslLeaf } from '../commands/openssl.ts';
import { keyText } from '../reading/chain/key-strength.ts';
import { judgeServed } from '../reading/chain/served-chains.ts';
import { evidence } from '../reading/evidence.ts';
import { sessionsOf } from '../reading/tls/failures.ts';
import { hasForwardSecrecy } from '../reading/tls/sessions.ts';

export const keyUsage = defineCheck({
  id: 'certificate/key-usage',
  severity: 'error',
  blame: 'target',
  title: 'The certificate forbids its key to sign',
  explanation:
    'In the handshake the server proves itself with a signature, and the key usage of this certificate leaves digitalSignature out. OpenSSL overlooks that; Chrome, Edge, Firefox and Java refuse the connection.',
  fix: 'Issue it again with keyUsage=digitalSignature (for RSA: digitalSignature,keyEncipherment).',
  citation: 'RFC 8446 §4.4.2.2',
  reads: { chain: chainProbe },
  mayRead: { tls: tlsProbe },
  judge({ chain, tls }, { target }) {
    const sessions = tls === null ? [] : sessionsOf(tls);
    return judgeServed(chain, 'error', ({ leaf }, address) => {
      if (leaf.keyUsage === null || leaf.keyUsage.includes('digitalSignature')) return null;
      // RSA key transport decrypts and never signs: the one use for which the bit is not wanted.
      const session = sessions.find((seen) => seen.address === address)?.session;
      if (leaf.publicKey.type === 'rsa' && session !== undefined && !hasForwardSecrecy(session)) return null;
      return {
        title: 'The certificate forbids its key to sign (no digitalSignature in the key usage)',
        evidence: [
          evidence('key', keyText(leaf)),
          evidence('key usage', leaf.keyUsage.join(', ') || 'empty'),
          evidence('wanted', 'digitalSignature'),
        ],
        reproduce: opensslLeaf(target, address, '-subject -ext keyUsage'),
      };
    });
  },
});
