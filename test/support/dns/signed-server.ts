import { answerFromZones, type ZoneAnswer, type Zones } from './answer-from-zones.ts';
import { startDnsServer, type TestDnsServer } from './dns-server.ts';
import type { SeenQuery } from './dns-zone.ts';
import { type ReplySettings, seenType, writeReply } from './write-reply.ts';

export type SignedServerSettings = {
  readonly zones: Zones;
  /** Names, or questions such as "api.test AAAA", that it finds bogus: SERVFAIL unless CD is set. */
  readonly bogus?: readonly string[];
  /** Sets AD on all it does not find bogus. */
  readonly validates?: boolean;
  /** The answer as it leaves the server. */
  readonly change?: (answer: ZoneAnswer, query: SeenQuery) => ZoneAnswer;
  readonly reply?: ReplySettings;
  /** The same for one question. */
  readonly replyOf?: (query: SeenQuery) => ReplySettings;
};

const dnssecTypes = new Set(['RRSIG', 'NSEC', 'NSEC3']);

/** A resolver that knows these zones and nothing else; signatures go to those who set DO. */
export function startSignedServer(settings: SignedServerSettings): Promise<TestDnsServer> {
  const { zones, bogus = [], validates = false, change = (answer) => answer, reply = {} } = settings;
  const { replyOf = () => reply } = settings;
  return startDnsServer({
    behaviours: {
      '*': (query) => {
        const name = query.name.toLowerCase();
        const found = bogus.includes(name) || bogus.includes(`${name} ${query.type}`);
        if (found && !query.checkingDisabled) {
          return writeReply(query, { rcode: 2, answers: [], authority: [] }, { extendedError: 6 });
        }
        const answer = change(answerFromZones(zones, name, seenType(query)), query);
        const shown = query.dnssecOk ? answer : withoutSignatures(answer, seenType(query));
        return writeReply(query, shown, {
          authenticated: validates && !query.checkingDisabled,
          ...replyOf(query),
        });
      },
    },
  });
}

export function withoutSignatures({ rcode, answers, authority }: ZoneAnswer, type = ''): ZoneAnswer {
  const plain = (record: ZoneAnswer['answers'][number]) =>
    record.type === type || !dnssecTypes.has(record.type);
  return { rcode, answers: answers.filter(plain), authority: authority.filter(plain) };
}
