import type { Diagnosis } from '../core/diagnosis.ts';
import { type Block, type Inline, labelled, text } from '../core/message.ts';
import { utcText } from '../core/text/utc-text.ts';
import type { Uncertainty, Unsecured } from '../net/dnssec/broken-link.ts';
import type { ZoneSeen } from '../net/dnssec/zone-log.ts';
import type { ProbeFacts } from '../probes/index.ts';
import { factsIn } from './diagnosis/facts.ts';

type DnssecFacts = ProbeFacts['dnssec'];

const mostZones = 12;

/** The chain of trust, zone by zone; nothing where nobody looked. */
export function dnssecBlocks(diagnosis: Diagnosis): readonly Block[] {
  const facts = factsIn(diagnosis)('dnssec');
  if (facts === null) return [];
  const verdict = labelled('Chain of trust', ...verdictInlines(facts));
  if (facts.zones.length === 0) return [verdict];
  const rows = facts.zones.slice(0, mostZones).map(zoneRow);
  return [
    verdict,
    { kind: 'table', columns: ['zone', 'state', 'algorithm', 'keys', 'DS', 'signed until'], rows },
  ];
}

function verdictInlines({ answers, link, state }: DnssecFacts): readonly Inline[] {
  if (state === 'secure') return [text('secure, every link from the root down was verified here')];
  if (link !== null) return [text(`bogus: ${link.code.replaceAll('-', ' ')} (${link.type} of ${link.name})`)];
  const trust = answers.find((answer) => answer.trust.state === state)?.trust;
  if (trust?.state === 'insecure') return [text(`insecure: ${unsecuredText(trust.why)}`)];
  if (trust?.state === 'indeterminate') return [text(`cannot tell: ${uncertainText(trust.why)}`)];
  return [text(state)];
}

function unsecuredText({ code, zone, from }: Unsecured): string {
  const parent = zone === '.' ? 'the root' : zone;
  switch (code) {
    case 'no-ds':
      return `${parent} has no DS for ${from}, which is unsigned from there on`;
    case 'opt-out':
      return `${parent} leaves unsigned names such as ${from} out of its proofs (opt-out)`;
    case 'unknown-algorithm':
      return `${from} is signed with algorithms that count as none`;
    case 'nsec3-iterations':
      return `${parent} uses more NSEC3 rounds than resolvers compute`;
  }
}

function uncertainText(why: Uncertainty): string {
  switch (why.code) {
    case 'no-answer':
      return `no answer for ${why.type} of ${why.name} (${why.said})`;
    case 'stripped':
      return 'the resolver hands out no signatures, not even those of the root';
    case 'other-root':
      return 'the root of this resolver is signed by keys that are not its trust anchors';
    case 'private-name':
      return `${why.zone === '.' ? 'the root' : why.zone} says that there is no such name: it is private to this resolver`;
    case 'own-view':
      return 'the resolver answers from a zone of its own';
    case 'too-much':
      return 'it would take more questions or signature checks than are worth it';
  }
}

function zoneRow({ zone, state, ds, keys, signatures }: ZoneSeen): readonly string[] {
  const soonest = signatures
    .map(({ expiration }) => expiration.getTime())
    .toSorted((one, other) => one - other)[0];
  const numbers = [...new Set((keys.length > 0 ? keys : ds).map(({ algorithm }) => algorithm))];
  return [
    zone,
    state,
    numbers.map((number) => algorithmNames[number] ?? String(number)).join(', '),
    keys.map(({ keyTag, entryPoint }) => `${keyTag}${entryPoint ? ' (SEP)' : ''}`).join(', '),
    [...new Set(ds.map(({ keyTag }) => keyTag))].join(', '),
    soonest === undefined ? '' : utcText(new Date(soonest)),
  ];
}

/** IANA "DNS Security Algorithm Numbers". */
const algorithmNames: Readonly<Record<number, string>> = {
  5: 'RSASHA1',
  7: 'RSASHA1-NSEC3-SHA1',
  8: 'RSASHA256',
  10: 'RSASHA512',
  13: 'ECDSAP256SHA256',
  14: 'ECDSAP384SHA384',
  15: 'ED25519',
  16: 'ED448',
};
