import { defineCheck } from '../../core/check.ts';
import { chainProbe, type ServedChain } from '../../probes/chain.ts';
import { opensslLeaf } from '../commands/openssl.ts';
import { isWeakKey, keyText } from '../reading/chain/key-strength.ts';
import { type ChainFault, judgeServed, leafBreaks } from '../reading/chain/served-chains.ts';
import { evidence } from '../reading/evidence.ts';

export const weakKey = defineCheck({
  id: 'certificate/weak-key',
  severity: 'fatal',
  blame: 'target',
  title: 'The key of the certificate is too weak',
  explanation:
    'The key can be broken with enough effort, so current clients refuse it: OpenSSL 3 (curl, Node, Python), Java and browsers want RSA of 2048 bits or more, or an elliptic curve of 256 bits or more.',
  fix: 'Make a new key and have a certificate issued for it: ECDSA P-256 (openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256) or RSA 2048. Replace key and certificate together, then reload.',
  citation: 'BR §6.1.5',
  reads: { chain: chainProbe },
  judge({ chain }, { target }) {
    return judgeServed(chain, 'fatal', (served, address) => {
      const { leaf, keyFlaw } = served;
      if (keyFlaw !== null) return flawed(served, keyFlaw, opensslLeaf(target, address, '-text'));
      const refused = leafBreaks(served, 'weak-key');
      if (!refused && !isWeakKey(leaf)) return null;
      return {
        title: `The key of the certificate is too weak: ${keyText(leaf)}`,
        evidence: [evidence('key', keyText(leaf)), evidence('subject', leaf.subject.text)],
        ...(refused ? {} : { severity: 'error' }),
        reproduce: opensslLeaf(target, address, '-text'),
      };
    });
  },
});

/** Long enough and broken all the same: clients notice nothing, and whoever cares can compute the private key. */
function flawed({ leaf }: ServedChain, flaw: string, reproduce: string): ChainFault {
  return {
    title: `The key of the certificate can be computed by anybody: its modulus ${flaw}`,
    evidence: [
      evidence('key', keyText(leaf)),
      evidence('flaw', `the modulus ${flaw}`),
      evidence('subject', leaf.subject.text),
    ],
    severity: 'error',
    reproduce,
  };
}
