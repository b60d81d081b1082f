import { typeName } from './codes.ts';
import { readName } from './domain-name.ts';
import { addressText, escapeOctets, quoted, unknownText } from './presentation.ts';
import type { RecordBytes } from './record-bytes.ts';
import { serviceBindingText } from './service-binding.ts';

/**
 * Presentation text as in a zone file (RFC 1035 §5.1); types without a form here as RFC 3597 §5 has it, `\# 2 c0de`.
 * Data that does not fit its type throws `RangeError`: the whole message is then malformed.
 */
export function recordText(type: number, data: RecordBytes): string {
  const { message, start, end } = data;
  switch (typeName(type)) {
    case 'A':
      return addressText(message.subarray(start, end), 4);
    case 'AAAA':
      return addressText(message.subarray(start, end), 16);
    case 'NS':
    case 'CNAME':
    case 'PTR':
    case 'DNAME':
      return lastName(data, 0);
    case 'MX':
      return `${message.readUInt16BE(start)} ${lastName(data, 2)}`;
    case 'SRV':
      return `${integers(data, '16 16 16')} ${lastName(data, 6)}`;
    case 'SOA':
      return soaText(data);
    case 'TXT':
      return characterStrings(message.subarray(start, end)).map(quoted).join(' ');
    case 'CAA':
      return caaText(message.subarray(start, end));
    case 'DS':
      return integersThen(data, '16 8 8', 'hex');
    case 'DNSKEY':
      return integersThen(data, '16 8 8', 'base64');
    case 'TLSA':
      return integersThen(data, '8 8 8', 'hex');
    case 'SSHFP':
      return integersThen(data, '8 8', 'hex');
    case 'RRSIG':
      return signatureText(data);
    case 'SVCB':
    case 'HTTPS':
      return serviceBindingText(data);
    default:
      return unknownText(message.subarray(start, end));
  }
}

/** The name that fills the data from `offset` to its end. */
function lastName({ message, start, end }: RecordBytes, offset: number): string {
  const read = readName(message, start + offset);
  if (read.end !== end) throw new RangeError('name does not fill its record');
  return read.name;
}

/** Unsigned integers one after another; `widths` has the bits of each. */
function integers({ message, start, end }: RecordBytes, widths: string): string {
  let at = start;
  const values = widths.split(' ').map((width) => {
    const octets = Number(width) / 8;
    at += octets;
    if (at > end) throw new RangeError('integer past its record');
    return message.readUIntBE(at - octets, octets);
  });
  return values.join(' ');
}

function integersThen(data: RecordBytes, widths: string, rest: 'hex' | 'base64'): string {
  const octets = widths.split(' ').reduce((sum, width) => sum + Number(width) / 8, 0);
  const leading = integers(data, widths);
  return `${leading} ${data.message.toString(rest, data.start + octets, data.end)}`;
}

function soaText({ message, start, end }: RecordBytes): string {
  const primary = readName(message, start);
  const mailbox = readName(message, primary.end);
  if (mailbox.end + 20 !== end) throw new RangeError('SOA of a wrong length');
  const times = integers({ message, start: mailbox.end, end }, '32 32 32 32 32');
  return `${primary.name} ${mailbox.name} ${times}`;
}

function characterStrings(bytes: Buffer): string[] {
  const strings: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt8(at);
    if (at + 1 + length > bytes.length) throw new RangeError('character string past its record');
    strings.push(bytes.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return strings;
}

/** RFC 8659 §4.1: flags, tag, value. */
function caaText(bytes: Buffer): string {
  const tagLength = bytes.readUInt8(1);
  if (2 + tagLength > bytes.length) throw new RangeError('CAA tag past its record');
  const tag = escapeOctets(bytes.toString('latin1', 2, 2 + tagLength), /[^\x21-\x7e]|["\\]/g);
  return `${bytes.readUInt8(0)} ${tag} ${quoted(bytes.toString('latin1', 2 + tagLength))}`;
}

/** RFC 4034 §3.1; times in seconds since 1970, as on the wire. */
function signatureText(data: RecordBytes): string {
  const { message, start, end } = data;
  const covered = typeName(message.readUInt16BE(start));
  const fields = integers({ message, start: start + 2, end }, '8 8 32 32 32 16');
  const signer = readName(message, start + 18);
  if (signer.end > end) throw new RangeError('RRSIG signer past its record');
  return `${covered} ${fields} ${signer.name} ${message.toString('base64', signer.end, end)}`;
}
