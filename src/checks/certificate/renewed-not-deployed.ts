import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { opensslLeaf } from '../commands/openssl.ts';
import { successorOf } from '../reading/chain/leaf-facts.ts';
import { judgeServed } from '../reading/chain/served-chains.ts';
import { certificateEvidence, evidence } from '../reading/evidence.ts';
import { momentText } from '../reading/time-words.ts';

export const renewedNotDeployed = defineCheck({
  id: 'certificate/renewed-not-deployed',
  severity: 'error',
  blame: 'target',
  title: 'A renewed certificate has not reached every address',
  explanation:
    'The certificate was renewed, and some addresses serve the new one while others still serve the old one. When the old one expires, clients sent to those addresses fail, and others do not.',
  fix: 'Copy the new certificate and key to the machines behind the addresses in the evidence and reload them (nginx -s reload, apachectl graceful, systemctl reload haproxy). Add them to the deploy hook of the renewal.',
  citation: 'RFC 5280 §4.1.2.5',
  reads: { chain: chainProbe },
  judge({ chain }, { target, now }) {
    const leaves = chain.chains.map(({ leaf }) => leaf);
    return judgeServed(chain, 'error', ({ leaf }, address) => {
      const newer = successorOf(leaf, leaves, now);
      if (newer === null) return null;
      const holders = chain.chains.filter((served) => served.leaf.fingerprint256 === newer.fingerprint256);
      return {
        title: `The renewed certificate has not reached ${address}: it serves the one that ends on ${momentText(leaf.notAfter)}`,
        evidence: [
          ...certificateEvidence('old certificate', leaf),
          evidence(
            'new certificate',
            `valid until ${momentText(newer.notAfter)}, SHA-256 ${newer.fingerprint256}`,
          ),
          evidence('new one served by', holders.flatMap(({ addresses }) => addresses).join(', ')),
        ],
        reproduce: opensslLeaf(target, address, '-dates -serial'),
      };
    });
  },
});
