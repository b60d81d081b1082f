import { byteReader } from './byte-reader.ts';

/** Attribute types (RFC 4519), as the hexadecimal of their OID's content bytes. */
const attributes: Readonly<Record<string, string>> = {
  '550403': 'CN',
  '550406': 'C',
  '550407': 'L',
  '550408': 'ST',
  '55040a': 'O',
  '55040b': 'OU',
  '0992268993f22c640119': 'DC',
};

const mostNames = 20;
const mostAttributes = 16;
const longestValue = 128;

/** Names of acceptable issuers as "CN=Clients, O=Example, C=DE", most significant last; at most 20 of them. */
export function authorityTexts(names: readonly Uint8Array[]): readonly string[] {
  return names.slice(0, mostNames).map(nameText);
}

/** Only what a reader recognises: the full decoder of names belongs to the certificates. */
function nameText(der: Uint8Array): string {
  const outer = readElement(der);
  const parts: string[] = [];
  for (const set of elementsOf(outer?.content ?? new Uint8Array(0))) {
    for (const pair of elementsOf(set.content)) {
      const [oid, value] = elementsOf(pair.content);
      const label = oid && attributes[Buffer.from(oid.content).toString('hex')];
      if (label !== undefined && value !== undefined) parts.unshift(`${label}=${valueText(value)}`);
    }
  }
  return parts.length === 0 ? 'a name that cannot be read' : parts.join(', ');
}

type Element = { readonly tag: number; readonly content: Uint8Array; readonly rest: Uint8Array };

/** One DER element with a length of at most three bytes; null when it is cut or larger. */
function readElement(bytes: Uint8Array): Element | null {
  const reader = byteReader(bytes);
  const tag = reader.number(1);
  const first = reader.number(1);
  if (first > 0x83) return null;
  const length = first < 0x80 ? first : reader.number(first & 0x7f);
  const content = reader.bytes(length);
  return reader.intact() ? { tag, content, rest: reader.bytes(reader.left()) } : null;
}

function elementsOf(bytes: Uint8Array): Element[] {
  const elements: Element[] = [];
  let rest = bytes;
  while (rest.length > 0 && elements.length < mostAttributes) {
    const element = readElement(rest);
    if (element === null) break;
    elements.push(element);
    rest = element.rest;
  }
  return elements;
}

function valueText({ tag, content }: Element): string {
  const bytes = Buffer.from(content.subarray(0, longestValue * 2));
  const text =
    tag === 30
      ? bytes
          .subarray(0, bytes.length & ~1)
          .swap16()
          .toString('utf16le')
      : decoded(tag, bytes);
  return text
    .replace(/[\p{Cc}\p{Cf}]/gu, '?')
    .replace(/[,+"\\<>;]/g, '\\$&')
    .slice(0, longestValue);
}

function decoded(tag: number, bytes: Buffer): string {
  return bytes.toString(tag === 12 ? 'utf8' : 'latin1');
}
