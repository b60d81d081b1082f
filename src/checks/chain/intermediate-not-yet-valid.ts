import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { caRule } from '../reading/chain/ca-rules.ts';
import { momentText } from '../reading/time-words.ts';

export const intermediateNotYetValid = defineCheck({
  id: 'chain/intermediate-not-yet-valid',
  severity: 'fatal',
  blame: 'target',
  title: 'An intermediate certificate is not valid yet',
  explanation:
    'The certificate that vouches for the leaf begins in the future, so clients refuse the chain. The clock of the issuing machine, or of the machine Notafter runs on, is wrong, or the chain was deployed too early.',
  fix: 'Compare the date in the evidence with the time now. Correct the clock that is wrong (timedatectl), or put the former intermediate back until the new one begins.',
  citation: 'RFC 5280 §6.1.3',
  reads: { chain: chainProbe },
  judge({ chain }, { target }) {
    return caRule(chain, target, 'intermediate-not-yet-valid', (name, at) => ({
      title: `The intermediate certificate ${name} is not valid until ${momentText(at.notBefore)}`,
      evidence: [],
    }));
  },
});
