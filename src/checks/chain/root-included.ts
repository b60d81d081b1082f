import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { opensslClient } from '../commands/openssl.ts';
import { judgeServed } from '../reading/chain/served-chains.ts';
import { certificateName, evidence, listed } from '../reading/evidence.ts';

export const rootIncluded = defineCheck({
  id: 'chain/root-included',
  severity: 'notice',
  blame: 'target',
  title: 'The server also sends the root certificate',
  explanation:
    'A client trusts a root because it has it already, never because a server sends it. Sending it does no harm and makes every handshake about a kilobyte larger.',
  fix: 'Remove the last certificate from the chain file.',
  citation: 'RFC 8446 §4.4.2',
  reads: { chain: chainProbe },
  judge({ chain }, { target }) {
    return judgeServed(chain, 'notice', ({ sent, path }, address) => {
      const anchor = path.trusted ? path.path.at(-1) : undefined;
      const roots = sent.slice(1).filter((certificate) => certificate.selfIssued);
      const root = roots.find(({ fingerprint256 }) => fingerprint256 === anchor?.fingerprint256);
      if (root === undefined) return null;
      return {
        title: `The server also sends the root certificate ${certificateName(root)}`,
        evidence: [
          evidence('root', root.subject.text),
          evidence('as sent', listed(sent.map(certificateName))),
        ],
        reproduce: opensslClient(target, address, '-showcerts'),
      };
    });
  },
});
