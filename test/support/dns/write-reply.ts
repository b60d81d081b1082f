import { typeNumber } from '../../../src/net/dns/codes.ts';
import type { ZoneAnswer } from './answer-from-zones.ts';
import type { SeenQuery } from './dns-zone.ts';
import { integer, nameBytes, type ZoneRecord } from './zone-data.ts';

export type ReplySettings = {
  readonly authenticated?: boolean;
  readonly authoritative?: boolean;
  /** RFC 8914 info code. */
  readonly extendedError?: number;
};

export function seenType({ type }: SeenQuery): string {
  return type.replace('UNKNOWN_', 'TYPE');
}

/** The whole message, without compression; over UDP only a TC where it does not fit. */
export function writeReply(query: SeenQuery, answer: ZoneAnswer, settings: ReplySettings = {}): Buffer {
  const bytes = message(query, answer, settings, 0);
  const fits = query.overTcp || bytes.length <= (query.udpPayloadSize ?? 512);
  return fits ? bytes : message(query, { rcode: 0, answers: [], authority: [] }, {}, 0x0200);
}

function message(query: SeenQuery, answer: ZoneAnswer, settings: ReplySettings, more: number): Buffer {
  const { authenticated = false, authoritative = false, extendedError } = settings;
  const flags =
    0x8180 | (authenticated ? 0x20 : 0) | (authoritative ? 0x400 : 0) | (query.checkingDisabled ? 0x10 : 0);
  const edns = query.udpPayloadSize !== null;
  const option =
    extendedError === undefined
      ? Buffer.alloc(0)
      : Buffer.concat([integer(2, 15), integer(2, 2), integer(2, extendedError)]);
  const opt = Buffer.concat([
    Buffer.from([0, 0, 41, 0x10, 0, 0, 0, query.dnssecOk ? 0x80 : 0, 0]),
    integer(2, option.length),
    option,
  ]);
  const counts = [1, answer.answers.length, answer.authority.length, edns ? 1 : 0];
  return Buffer.concat([
    integer(2, query.id),
    integer(2, flags | more | answer.rcode),
    ...counts.map((count) => integer(2, count)),
    nameBytes(query.name),
    integer(2, typeNumber(seenType(query)) ?? 0),
    integer(2, 1),
    ...[...answer.answers, ...answer.authority].map(recordBytes),
    ...(edns ? [opt] : []),
  ]);
}

function recordBytes({ name, type, ttl, data }: ZoneRecord): Buffer {
  return Buffer.concat([
    nameBytes(name),
    integer(2, typeNumber(type) ?? 0),
    integer(2, 1),
    integer(4, ttl),
    integer(2, data.length),
    data,
  ]);
}
