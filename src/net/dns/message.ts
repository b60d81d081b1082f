import type { DnsRecord, ExtendedError } from './answer.ts';
import { canonicalData } from './canonical-data.ts';
import { extendedErrorName, typeName } from './codes.ts';
import { readName } from './domain-name.ts';
import { recordText } from './record-data.ts';

/** A DNS message (RFC 1035 §4) as far as a diagnosis reads it. */
export type DnsMessage = {
  readonly id: number;
  readonly isResponse: boolean;
  readonly opcode: number;
  /** With the upper bits of EDNS (RFC 6891 §6.1.3). */
  readonly rcode: number;
  readonly truncated: boolean;
  /** AA bit: the server speaks for the zone. */
  readonly authoritative: boolean;
  /** RA bit. */
  readonly recursionAvailable: boolean;
  /** AD bit. */
  readonly authenticated: boolean;
  readonly questions: readonly Question[];
  readonly answers: readonly DnsRecord[];
  readonly authority: readonly DnsRecord[];
  /** Glue and the like. */
  readonly additional: readonly DnsRecord[];
  readonly edns: boolean;
  readonly extendedErrors: readonly ExtendedError[];
};

export type Question = { readonly name: string; readonly type: number; readonly class: number };

type Section = { readonly records: readonly RawRecord[]; readonly end: number };
type RawRecord = {
  readonly name: string;
  readonly type: number;
  readonly class: number;
  readonly ttl: number;
  readonly start: number;
  readonly end: number;
};

const optType = 41;
const internetClass = 1;
const extendedErrorOption = 15;
const mostExtendedErrors = 8;
const longestErrorText = 200;

export type ReadOptions = {
  /** Gives every record its data in canonical form as well. */
  readonly withWire?: boolean;
};

/** Null when it is malformed anywhere: half a message is not evidence. */
export function readMessage(bytes: Buffer, { withWire = false }: ReadOptions = {}): DnsMessage | null {
  try {
    return readParts(bytes, withWire);
  } catch (thrown) {
    // Node's own out-of-bounds reads and the readers' refusals alike.
    if (thrown instanceof RangeError) return null;
    throw thrown;
  }
}

function readParts(bytes: Buffer, withWire: boolean): DnsMessage {
  const flags = bytes.readUInt16BE(2);
  const truncated = (flags & 0x0200) !== 0;
  const questions = readQuestions(bytes, bytes.readUInt16BE(4));
  const answers = readSection(bytes, questions.end, bytes.readUInt16BE(6), truncated);
  const authority = readSection(bytes, answers.end, bytes.readUInt16BE(8), truncated);
  const additional = readSection(bytes, authority.end, bytes.readUInt16BE(10), truncated);
  const opt = additional.records.find(({ type }) => type === optType);
  return {
    id: bytes.readUInt16BE(0),
    isResponse: (flags & 0x8000) !== 0,
    opcode: (flags >> 11) & 0xf,
    rcode: (flags & 0xf) | (opt === undefined ? 0 : (opt.ttl >>> 24) << 4),
    truncated,
    authoritative: (flags & 0x0400) !== 0,
    recursionAvailable: (flags & 0x0080) !== 0,
    authenticated: (flags & 0x0020) !== 0,
    questions: questions.list,
    answers: recordsOf(bytes, answers, withWire),
    authority: recordsOf(bytes, authority, withWire),
    additional: recordsOf(bytes, additional, withWire),
    edns: opt !== undefined,
    extendedErrors: opt === undefined ? [] : readExtendedErrors(bytes.subarray(opt.start, opt.end)),
  };
}

function readQuestions(bytes: Buffer, count: number): { list: readonly Question[]; end: number } {
  const list: Question[] = [];
  let at = 12;
  // One question is all that exists in practice (RFC 9619); more would only be work for nothing.
  if (count > 1) throw new RangeError('more than one question');
  for (let index = 0; index < count; index += 1) {
    const { name, end } = readName(bytes, at);
    list.push({ name, type: bytes.readUInt16BE(end), class: bytes.readUInt16BE(end + 2) });
    at = end + 4;
  }
  return { list, end: at };
}

function readSection(bytes: Buffer, start: number, count: number, truncated: boolean): Section {
  const records: RawRecord[] = [];
  let at = start;
  for (let index = 0; index < count; index += 1) {
    // Some servers cut a truncated message anywhere and leave the counts; it is asked again over TCP (RFC 2181 §9).
    if (truncated && at >= bytes.length) break;
    const owner = readName(bytes, at);
    const fields = owner.end;
    const dataStart = fields + 10;
    const dataEnd = dataStart + bytes.readUInt16BE(fields + 8);
    if (dataEnd > bytes.length) throw new RangeError('record past the message');
    records.push({
      name: owner.name,
      type: bytes.readUInt16BE(fields),
      class: bytes.readUInt16BE(fields + 2),
      ttl: bytes.readUInt32BE(fields + 4),
      start: dataStart,
      end: dataEnd,
    });
    at = dataEnd;
  }
  return { records, end: at };
}

function recordsOf(message: Buffer, section: Section, withWire: boolean): readonly DnsRecord[] {
  return section.records
    .filter((record) => record.class === internetClass && record.type !== optType)
    .map(({ name, type, ttl, start, end }) => ({
      name,
      type: typeName(type),
      // RFC 2181 §8: a TTL with the top bit set means zero.
      ttl: ttl > 0x7fffffff ? 0 : ttl,
      data: recordText(type, { message, start, end }),
      ...(withWire ? { wire: canonicalData(type, { message, start, end }) } : {}),
    }));
}

/** RFC 8914 §2. The text is whatever the server likes: cut, and without control characters. */
function readExtendedErrors(options: Buffer): readonly ExtendedError[] {
  const errors: ExtendedError[] = [];
  for (let at = 0; at + 4 <= options.length; ) {
    const [option, length] = [options.readUInt16BE(at), options.readUInt16BE(at + 2)];
    const value = options.subarray(at + 4, at + 4 + length);
    if (value.length < length) throw new RangeError('EDNS option past its record');
    if (option === extendedErrorOption && length >= 2 && errors.length < mostExtendedErrors) {
      const code = value.readUInt16BE(0);
      errors.push({ code, name: extendedErrorName(code), text: plainText(value.subarray(2)) });
    }
    at += 4 + length;
  }
  return errors;
}

function plainText(bytes: Buffer): string {
  const text = bytes
    .toString('utf8')
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
  return text.length > longestErrorText ? `${text.slice(0, longestErrorText)}…` : text;
}
