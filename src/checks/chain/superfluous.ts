import { defineCheck } from '../../core/check.ts';
import type { Certificate } from '../../pki/certificate/certificate.ts';
import { chainProbe } from '../../probes/chain.ts';
import { opensslClient } from '../commands/openssl.ts';
import { judgeServed, problemOf } from '../reading/chain/served-chains.ts';
import { certificateName, evidence, listed } from '../reading/evidence.ts';

function namedOr(strangers: readonly Certificate[]): string {
  const [first] = strangers;
  if (strangers.length > 1 || first === undefined) return `${strangers.length} certificates that have`;
  return `${certificateName(first)}, which has`;
}

export const superfluous = defineCheck({
  id: 'chain/superfluous',
  severity: 'notice',
  blame: 'target',
  title: 'The server sends certificates that have nothing to do with its own',
  explanation:
    'Certificates in the list lie on no way from the leaf to a root. They do no harm beside making every handshake larger, and usually tell of a chain file that was put together by hand or left over from another authority.',
  fix: 'Remove them from the chain file; the leaf and its own intermediates are enough.',
  citation: 'RFC 8446 §4.4.2',
  reads: { chain: chainProbe },
  judge({ chain }, { target }) {
    return judgeServed(chain, 'notice', (served, address) => {
      const { strangers } = served.order;
      // A stranger in place of the intermediate is the whole story of a broken chain, and told there.
      if (strangers.length === 0 || problemOf(served) !== null) return null;
      return {
        title: `The server sends ${namedOr(strangers)} nothing to do with its own certificate`,
        evidence: [
          evidence('superfluous', listed(strangers.map(certificateName))),
          evidence('as sent', listed(served.sent.map(certificateName))),
        ],
        reproduce: opensslClient(target, address, '-showcerts'),
      };
    });
  },
});
