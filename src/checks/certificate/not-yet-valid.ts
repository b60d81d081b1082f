import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { opensslLeaf } from '../commands/openssl.ts';
import { judgeServed } from '../reading/chain/served-chains.ts';
import { certificateEvidence, evidence, hasFault } from '../reading/evidence.ts';
import { lengthText, momentText } from '../reading/time-words.ts';

export const notYetValid = defineCheck({
  id: 'certificate/not-yet-valid',
  severity: 'fatal',
  blame: 'target',
  title: 'The certificate is not valid yet',
  explanation:
    'The notBefore of the certificate lies in the future, so every client refuses it. It was deployed too early, or a clock is wrong: that of the machine that issued it, or that of the machine Notafter runs on.',
  fix: 'Put the former certificate back until the new one begins. If the date in the evidence is not now, correct the clock of this machine (timedatectl); for a private CA correct the clock of the issuing machine and issue again.',
  citation: 'RFC 5280 §4.1.2.5',
  reads: { chain: chainProbe },
  judge({ chain }, { target, now }) {
    return judgeServed(chain, 'fatal', ({ leaf }, address) => {
      if (now >= leaf.notBefore || hasFault(leaf, 'not-before-unreadable')) return null;
      return {
        title: `The certificate is not valid for another ${lengthText(leaf.notBefore.getTime() - now.getTime())}, until ${momentText(leaf.notBefore)}`,
        evidence: [...certificateEvidence('certificate', leaf), evidence('clock here', momentText(now))],
        reproduce: opensslLeaf(target, address, '-subject -dates'),
      };
    });
  },
});
