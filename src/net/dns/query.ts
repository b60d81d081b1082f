import { randomInt } from 'node:crypto';
import type { DnsQuestion } from './answer.ts';
import { typeNumber } from './codes.ts';
import { encodeName, readName } from './domain-name.ts';
import type { DnsMessage, Question } from './message.ts';

/** One message to one server; every one has an id of its own. */
export type Query = {
  readonly bytes: Buffer;
  readonly id: number;
  readonly question: Question;
  /** Whoever asked for signatures wants to check them: the bytes of the records are kept. */
  readonly withWire: boolean;
};

const internetClass = 1;
const recursionDesired = 0x0100;
/** Asks a validating resolver to say so, without the signatures that DO would bring (RFC 6840 §5.7). */
const authenticData = 0x0020;
const checkingDisabled = 0x0010;

/** An OPT record without options: 1232 octets over UDP cross any path unfragmented (DNS flag day 2020). */
const opt = Buffer.from([0, 0, 41, 0x04, 0xd0, 0, 0, 0, 0, 0, 0]);
/** The same with the DO bit (RFC 3225). */
const dnssecOpt = Buffer.from([0, 0, 41, 0x04, 0xd0, 0, 0, 0x80, 0, 0, 0]);

/** The question on the wire, or null when the name is no domain name. A type that nobody knows is a bug: it throws. */
export function prepareQuestion(question: DnsQuestion): ((edns: boolean) => Query) | null {
  const type = typeNumber(question.type);
  if (type === null) throw new TypeError(`"${question.type}" is not a DNS record type`);
  const name = encodeName(question.name.toLowerCase());
  if (name === null) return null;
  const tail = Buffer.from([type >> 8, type & 0xff, 0, internetClass]);
  const flags =
    (question.recursionDesired === false ? 0 : recursionDesired) |
    authenticData |
    (question.checkingDisabled === true ? checkingDisabled : 0);
  const withWire = question.dnssec === true;
  const asked = { name: readName(name, 0).name, type, class: internetClass };
  return (edns) => {
    const header = Buffer.alloc(12);
    const id = randomInt(0x10000);
    header.writeUInt16BE(id, 0);
    header.writeUInt16BE(flags, 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(edns ? 1 : 0, 10);
    return {
      bytes: Buffer.concat([header, name, tail, ...(edns ? [withWire ? dnssecOpt : opt] : [])]),
      id,
      question: asked,
      withWire,
    };
  };
}

/** Whether this is the reply to that query: off-path forgers have to guess id, port and question together. */
export function isReplyTo(query: Query, message: DnsMessage): boolean {
  if (!message.isResponse || message.opcode !== 0 || message.id !== query.id) return false;
  const [question] = message.questions;
  // Servers that refuse a query unread may send back a bare header; such a reply carries no facts to forge.
  if (question === undefined) return message.rcode !== 0 && message.rcode !== 3;
  const { name, type, class: of } = query.question;
  return question.name === name && question.type === type && question.class === of;
}
