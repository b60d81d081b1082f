import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { opensslClient } from '../commands/openssl.ts';
import { judgeServed } from '../reading/chain/served-chains.ts';
import { evidence } from '../reading/evidence.ts';

/** One TLS record, and about what a server may send before the client answers (initial window of RFC 6928). */
const mostBytes = 16 * 1024;
const mostNames = 100;

export const oversized = defineCheck({
  id: 'certificate/oversized',
  severity: 'warning',
  blame: 'target',
  title: 'The certificates are unusually large',
  explanation:
    'Every new connection carries the whole list. Beyond about 16 KB it no longer fits what a server may send at once, so each handshake takes an extra round trip; small devices and some middleboxes give up on it.',
  fix: 'Split the names over several certificates, or use a wildcard. Send only the leaf and its intermediates. An ECDSA key makes the certificate smaller than RSA.',
  citation: 'RFC 6928 §2',
  reads: { chain: chainProbe },
  judge({ chain }, { target }) {
    return judgeServed(chain, 'warning', ({ sent, leaf }, address) => {
      const bytes = sent.reduce((sum, { der }) => sum + der.length, 0);
      const names = (leaf.names?.dns.length ?? 0) + (leaf.names?.ip.length ?? 0);
      if (bytes <= mostBytes && names <= mostNames) return null;
      const size = `${Math.round(bytes / 1024)} KB`;
      return {
        title:
          names > mostNames
            ? `The certificate holds ${names} names (${size} in all)`
            : `The server sends ${size} of certificates`,
        evidence: [
          evidence('bytes', String(bytes)),
          evidence('certificates', String(sent.length)),
          evidence('names in the leaf', String(names)),
        ],
        reproduce: opensslClient(target, address, '-showcerts'),
      };
    });
  },
});
