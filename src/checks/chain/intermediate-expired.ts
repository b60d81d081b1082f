import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { caRule } from '../reading/chain/ca-rules.ts';
import { lengthText } from '../reading/time-words.ts';

export const intermediateExpired = defineCheck({
  id: 'chain/intermediate-expired',
  severity: 'fatal',
  blame: 'target',
  title: 'An intermediate certificate has expired',
  explanation:
    'The leaf may be in its dates, but the certificate that vouches for it is past its notAfter, and there is no other way to a trusted root. Clients refuse the connection, and the message often says only "certificate has expired", which points at the wrong one.',
  fix: 'Replace the chain file with the current intermediate of the authority (or the whole fullchain.pem of the last renewal) and reload. The leaf need not be renewed if the new intermediate has the same key.',
  citation: 'RFC 5280 §6.1.3',
  reads: { chain: chainProbe },
  judge({ chain }, { target, now }) {
    return caRule(chain, target, 'intermediate-expired', (name, at) => ({
      title: `The intermediate certificate ${name} expired ${lengthText(now.getTime() - at.notAfter.getTime())} ago`,
      evidence: [],
    }));
  },
});
