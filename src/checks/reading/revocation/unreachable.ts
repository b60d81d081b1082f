import type { Unreachable } from '../../../probes/revocation/revocation-facts.ts';
import { evidence } from '../evidence.ts';
import { aboutText, type Heard, type ReportFault, sourceEvidence, sourceSeverity } from './reports.ts';

const whats: Readonly<Record<Unreachable['trouble'], string>> = {
  refused: 'is not asked: the settings of this bot forbid the way there',
  resolve: 'cannot be found: its name leads nowhere',
  http: 'gives no answer',
  body: 'gives an answer that does not end, is too large or is cut off',
  timeout: 'does not answer in time',
  left: 'is slow, and was not waited for',
  other: 'answers with something else',
};

/** `who` is "The OCSP responder" or "The CRL". */
export function unreachableFault(one: Heard, trouble: Unreachable, who: string): ReportFault {
  // The policy and our patience are ours: they say nothing about the authority.
  const ours = trouble.trouble === 'refused' || trouble.trouble === 'left';
  const status = trouble.status === null ? [] : [evidence('HTTP status', String(trouble.status))];
  return {
    severity: ours ? 'notice' : sourceSeverity(one),
    ...(trouble.trouble === 'refused' ? { blame: 'our-vantage', fix: allowFix } : {}),
    title: `${who} for ${aboutText(one)} ${whats[trouble.trouble]}`,
    evidence: [evidence('what happened', trouble.reason), ...status, ...sourceEvidence(one)],
  };
}

const allowFix =
  'If that address may be asked, add it to ALLOWED_NETWORKS (or take its port out of DENIED_PORTS) and restart the bot. A public certificate that points into a private network is a mistake of its authority.';
