import { readName } from './domain-name.ts';
import { addressText, escapeOctets, quoted, unknownText } from './presentation.ts';
import type { RecordBytes } from './record-bytes.ts';

const keyNames = ['mandatory', 'alpn', 'no-default-alpn', 'port', 'ipv4hint', 'ech', 'ipv6hint'] as const;

/** SVCB and HTTPS (RFC 9460 §2.1): `1 . alpn="h2,h3" port="8443"`; a value that does not parse stands in hexadecimal. */
export function serviceBindingText({ message, start, end }: RecordBytes): string {
  const priority = message.readUInt16BE(start);
  const target = readName(message, start + 2);
  const parts = [String(priority), target.name];
  let at = target.end;
  while (at + 4 <= end) {
    const [key, length] = [message.readUInt16BE(at), message.readUInt16BE(at + 2)];
    at += 4 + length;
    if (at > end) break;
    parts.push(parameterText(key, message.subarray(at - length, at)));
  }
  if (at !== end) throw new RangeError('service parameter past its record');
  return parts.join(' ');
}

function parameterText(key: number, value: Buffer): string {
  if (value.length === 0) return keyName(key);
  return `${keyName(key)}=${quoted(valueText(key, value) ?? unknownText(value))}`;
}

/** Null when the value does not have the form of its key. */
function valueText(key: number, value: Buffer): string | null {
  switch (keyNames[key]) {
    case 'mandatory':
      return listText(value, 2, (item) => keyName(item.readUInt16BE()));
    case 'alpn':
      return protocolsText(value);
    case 'port':
      return value.length === 2 ? String(value.readUInt16BE()) : null;
    case 'ipv4hint':
      return listText(value, 4, (item) => addressText(item, 4));
    case 'ipv6hint':
      return listText(value, 16, (item) => addressText(item, 16));
    case 'ech':
      return value.toString('base64');
    default:
      return value.toString('latin1');
  }
}

function keyName(key: number): string {
  return keyNames[key] ?? `key${key}`;
}

function listText(value: Buffer, size: number, text: (item: Buffer) => string): string | null {
  if (value.length % size !== 0) return null;
  const items = Array.from({ length: value.length / size }, (_, index) =>
    text(value.subarray(index * size, (index + 1) * size)),
  );
  return items.join(',');
}

function protocolsText(value: Buffer): string | null {
  const names: string[] = [];
  for (let at = 0; at < value.length; ) {
    const length = value.readUInt8(at);
    if (length === 0 || at + 1 + length > value.length) return null;
    names.push(escapeOctets(value.toString('latin1', at + 1, at + 1 + length), /[^\x21-\x7e]|[,\\]/g));
    at += 1 + length;
  }
  return names.join(',');
}
