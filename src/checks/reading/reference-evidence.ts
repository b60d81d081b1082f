import type { Evidence } from '../../core/finding.ts';
import { msText } from '../../core/text/time-text.ts';
import type { ReferenceLook } from '../../core/vantage/vantage.ts';
import { evidence } from './evidence.ts';

const mostShown = 6;

/** What became of each reference host: "8.8.8.8:443: refused". */
export function referenceEvidence(look: ReferenceLook | null): readonly Evidence[] {
  return (look?.references ?? []).slice(0, mostShown).map(({ host, ip, connected, failure, elapsedMs }) => {
    const place = host === ip ? ip : `${host}, ${ip}`;
    const fate = connected ? `connected in ${msText(elapsedMs)}` : (failure ?? 'not connected');
    return evidence('reference host', `${place}: ${fate}`);
  });
}
