import { defineCheck } from '../../core/check.ts';
import type { Observation } from '../../core/finding.ts';
import type { ZoneFacts } from '../../probes/authorities/authority-facts.ts';
import { authoritiesProbe } from '../../probes/authorities.ts';
import { steadyWord, stragglersOf, type Word, wordText } from '../reading/dns/authority-differences.ts';
import {
  blameFor,
  digAt,
  placeText,
  type Voice,
  voicesOf,
  zonesHeard,
} from '../reading/dns/authority-voices.ts';
import { evidence } from '../reading/evidence.ts';

export const nameserversDisagree = defineCheck({
  id: 'dns/nameservers-disagree',
  severity: 'error',
  blame: 'target',
  title: 'The name servers of the zone give different answers',
  explanation:
    'Two name servers of the same zone say different things about this name, each time they are asked. Which answer a client gets depends on chance, so it works for some people and not for others, and looks different after every cache expiry.',
  fix: 'Bring all name servers to the same data: look at the log of the one that is behind for refused or failing zone transfers (allow-transfer, TSIG keys, notify), raise the serial of the SOA after each change, and transfer the zone by hand once. With two providers, publish the record at both.',
  citation: 'RFC 1034 §4.3.5',
  reads: { authorities: authoritiesProbe },
  judge({ authorities }) {
    return zonesHeard(authorities).flatMap((zone) => judgeZone(zone));
  },
});

type Heard = { readonly voice: Voice; readonly word: Word };
type Records = Extract<Word, { readonly kind: 'records' }>;

function judgeZone(zone: ZoneFacts): readonly Observation[] {
  const voices = voicesOf(zone);
  const heard = voices.flatMap((voice): readonly Heard[] => {
    const word = steadyWord(voice);
    return word === null ? [] : [{ voice, word }];
  });
  const having = heard.find(({ word }) => word.kind === 'records');
  const lacking = heard.find(({ word }) => word.kind !== 'records');
  if (having !== undefined && lacking !== undefined) {
    return [
      observation(
        zone,
        heard,
        having,
        lacking,
        'error',
        `${lacking.voice.server.name} says that ${zone.asked} ${wordText(lacking.word)}, ${having.voice.server.name} has it`,
      ),
    ];
  }
  const apart = recordsApart(heard);
  if (apart === null) return [];
  const [one, other] = apart;
  const old = stragglersOf(voices)?.behind ?? [];
  const stale = [one, other].find(({ voice }) => old.includes(voice));
  if (stale === undefined) {
    const told = observation(
      zone,
      heard,
      one,
      other,
      'notice',
      `${one.voice.server.name} and ${other.voice.server.name} give ${zone.asked} different addresses`,
    );
    return [
      {
        ...told,
        explanation:
          'Two name servers of the zone give different addresses for this name, and neither has an older copy of the zone. That is how answers by place, weight or health look, and no fault where it is meant so.',
        fix: 'Nothing, if the zone answers by place, weight or health. If not, compare the record at both name servers and publish the same at each.',
      },
    ];
  }
  const fresh = stale === one ? other : one;
  return [
    observation(
      zone,
      heard,
      fresh,
      stale,
      'warning',
      `${stale.voice.server.name} still gives old data for ${zone.asked}: ${wordText(stale.word)}`,
    ),
  ];
}

/** Two servers that share nothing in what they say: sets that overlap are parts of one rotation. */
function recordsApart(heard: readonly Heard[]): readonly [Heard, Heard] | null {
  const having = heard.filter(({ word }) => word.kind === 'records');
  const [first] = having;
  if (first === undefined) return null;
  const other = having.find(({ word }) => isApart(word as Records, first.word as Records));
  return other === undefined ? null : [first, other];
}

function isApart(one: Records, other: Records): boolean {
  const all = (word: Records) => (word.addresses.length > 0 ? word.addresses : word.aliases);
  return all(one).every((value) => !all(other).includes(value));
}

function observation(
  zone: ZoneFacts,
  heard: readonly Heard[],
  one: Heard,
  other: Heard,
  severity: 'error' | 'warning' | 'notice',
  title: string,
): Observation {
  const type = [one.word, other.word].some(
    (word) =>
      word.kind === 'records' &&
      word.addresses.every((address) => address.includes(':')) &&
      word.addresses.length > 0,
  )
    ? 'AAAA'
    : 'A';
  return {
    severity,
    blame: blameFor(zone),
    title,
    evidence: heard
      .slice(0, 8)
      .map(({ voice, word }) =>
        evidence(placeText(voice), `${wordText(word)}; serial ${voice.said.soa.serial ?? 'unknown'}`),
      ),
    reproduce: `${digAt(one.voice.address.at, zone.asked, type)}; ${digAt(other.voice.address.at, zone.asked, type)}`,
  };
}
