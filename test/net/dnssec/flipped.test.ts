import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DnsAnswer, DnsRecord } from '../../../src/net/dns/answer.ts';
import { rcodeName } from '../../../src/net/dns/codes.ts';
import { readMessage } from '../../../src/net/dns/message.ts';
import type { AskSigned } from '../../../src/net/dnssec/asking.ts';
import { validate } from '../../../src/net/dnssec/validate.ts';
import { answerFromZones } from '../../support/dns/answer-from-zones.ts';
import { forgeTree } from '../../support/dns/signed-tree.ts';
import { writeReply } from '../../support/dns/write-reply.ts';

const now = new Date('2026-11-27T12:00:00Z');
const records = [
  'api A 192.0.2.1',
  'api A 192.0.2.2',
  'far CNAME api.other.test',
  '*.wild A 192.0.2.9',
  'old DNAME other.test',
];
const trees = [{}, { nsec3: { iterations: 1 } }].map((chain) =>
  forgeTree(
    {
      '.': chain,
      test: chain,
      'example.test': { records, ...chain },
      'other.test': { records: ['api A 192.0.2.3'], ...chain },
    },
    now,
  ),
);
const questions = [
  ['api.example.test', 'A'],
  ['api.example.test', 'AAAA'],
  ['far.example.test', 'A'],
  ['x.wild.example.test', 'A'],
  ['none.example.test', 'A'],
  ['api.old.example.test', 'A'],
] as const;

type Reply = { readonly rcode: number; readonly records: readonly DnsRecord[] };
type Asked = {
  readonly ask: AskSigned;
  readonly messages: Buffer[];
  /** Replies to questions for addresses, in order. */
  readonly replies: Reply[];
};

/** What a client takes from the replies: the alias after alias it follows, and the addresses at their end. */
function takenBy(replies: readonly Reply[], name: string, type: string): string {
  const records = replies.flatMap((reply) => reply.records);
  const taken: string[] = [];
  let current = name;
  for (let hops = 0; hops < 8; hops += 1) {
    const owned = records.filter((record) => record.name === current);
    taken.push(...owned.filter((record) => record.type === type).map(({ data }) => data));
    const alias = owned.find((record) => record.type === 'CNAME');
    if (alias === undefined) break;
    taken.push(alias.data);
    current = alias.data;
  }
  return `${replies.at(-1)?.rcode} ${[...new Set(taken)].toSorted().join(' ')}`;
}

/** A resolver without sockets; `flip` gets the bytes of each message by its number. */
function resolverOf(
  zones: (typeof trees)[number]['zones'],
  flip: (bytes: Buffer, index: number) => void,
): Asked {
  const replies: Reply[] = [];
  const messages: Buffer[] = [];
  const ask: AskSigned = async (name, type): Promise<DnsAnswer> => {
    const query = {
      name,
      type,
      id: 1,
      overTcp: true,
      checkingDisabled: true,
      recursionDesired: true,
      authenticData: false,
      dnssecOk: true,
      udpPayloadSize: 1232,
      fromPort: 1,
    };
    const bytes = writeReply(query, answerFromZones(zones, name, type));
    flip(bytes, messages.push(bytes) - 1);
    const message = readMessage(bytes, { withWire: true });
    if (message === null) return { status: 'no-answer', reason: 'malformed', tried: [], elapsedMs: 0 };
    const { answers, authority, authenticated, authoritative, extendedErrors } = message;
    if (type === 'A' || type === 'AAAA') replies.push({ rcode: message.rcode, records: answers });
    return {
      status: 'answered',
      rcode: rcodeName(message.rcode),
      records: answers,
      authority,
      authenticated,
      authoritative,
      extendedErrors,
      server: 'test',
      overTcp: true,
      elapsedMs: 0,
    };
  };
  return { ask, replies, messages };
}

const none = () => undefined;

test('whichever bit of whichever message is flipped, nothing else is ever secure', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: trees.length - 1 }),
      fc.constantFrom(...questions),
      fc.nat(),
      fc.nat(),
      fc.nat({ max: 7 }),
      async (chosen, [name, type], which, where, bit) => {
        const tree = trees[chosen] ?? forgeTree({}, now);
        const sound = resolverOf(tree.zones, none);
        const options = { anchors: tree.anchors, now };
        const before = await validate(name, [type], { ...options, ask: sound.ask });
        expect(before.answers[0]?.trust.state).toBe('secure');
        const target = which % sound.messages.length;
        const flipped = resolverOf(tree.zones, (bytes, index) => {
          // Past the id and the first octet of flags, which the client checks before it reads on.
          const at = 3 + (where % (bytes.length - 3));
          if (index === target) bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        });
        const after = await validate(name, [type], { ...options, ask: flipped.ask });
        const [whole, other] = [sound, flipped].map(({ replies }) => takenBy(replies, name, type));
        if (whole !== other)
          expect(after.answers[0]?.trust.state, `${whole}, flipped: ${other}`).not.toBe('secure');
      },
    ),
    { numRuns: 1500 },
  );
});
