import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { caRule } from '../reading/chain/ca-rules.ts';
import { evidence } from '../reading/evidence.ts';

export const pathLength = defineCheck({
  id: 'chain/path-length',
  severity: 'fatal',
  blame: 'target',
  title: 'There are more intermediates than a CA allows',
  explanation:
    'A CA certificate limits how many further CAs may stand below it (path length), and the chain has more. Clients refuse it.',
  fix: 'Issue the leaf from a CA higher up, or have the limited CA certificate issued again with a larger pathlen.',
  citation: 'RFC 5280 §4.2.1.9',
  reads: { chain: chainProbe },
  judge({ chain }, { target }) {
    return caRule(chain, target, 'path-length', (name, at) => ({
      title: `There are more intermediates below ${name} than it allows`,
      evidence: [evidence('allowed below it', String(at.basicConstraints?.pathLength ?? 'no limit'))],
    }));
  },
});
