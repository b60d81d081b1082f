import type { Evidence, Observation } from '../../../core/finding.ts';
import { dayText } from '../../../core/text/utc-text.ts';
import type { SctVerdict } from '../../../pki/ct/sct-verdict.ts';
import type { Transparency, TransparencyFacts } from '../../../probes/transparency.ts';
import { addressEvidence, evidence } from '../evidence.ts';
import { momentText } from '../time-words.ts';

const ways: Readonly<Record<SctVerdict['source'], string>> = {
  certificate: 'embedded',
  tls: 'TLS extension',
  ocsp: 'stapled OCSP response',
};

/** "Google 'Argon2027h1' (Google), Wed 30 Sep 2026, 10:00 UTC: counts". */
export function sctEvidence({ source, log, logId, timestamp, fault }: SctVerdict): Evidence {
  const name = log === null ? (logId ?? 'unreadable') : `${log.description} (${log.operator})`;
  const at = timestamp === null ? '' : `, ${momentText(timestamp)}`;
  return evidence(`${ways[source]} SCT`, `${name}${at}: ${fault === null ? 'counts' : fault.detail}`);
}

/** Which list the verdict rests on, and why it is not the one that was asked for. */
export function listEvidence({ list }: TransparencyFacts): readonly Evidence[] {
  const from = list.source === 'bundled' ? 'bundled' : `from ${list.source}`;
  return [
    evidence('list of logs', `of ${dayText(list.date)}, ${from}`),
    ...(list.problem === null ? [] : [evidence('note', list.problem)]),
  ];
}

/** One finding about all certificates with a fault: told by the first, the addresses of all named. */
export function judgeTransparency(
  facts: TransparencyFacts,
  find: (seen: Transparency) => Observation | null,
): readonly Observation[] {
  const faults = facts.certificates.flatMap((seen) => {
    const fault = seen.bound ? find(seen) : null;
    return fault === null ? [] : [{ fault, addresses: seen.addresses }];
  });
  const first = faults[0]?.fault;
  if (first === undefined) return [];
  const affected = addressEvidence(faults.flatMap(({ addresses }) => addresses));
  return [{ ...first, evidence: [affected, ...first.evidence, ...listEvidence(facts)] }];
}
