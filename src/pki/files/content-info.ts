import { type BerElement, berChildren, octetsOf } from '../asn1/ber.ts';
import { DerError, type Element, tags } from '../asn1/der.ts';
import { oidOf } from '../asn1/der-values.ts';

/** ContentInfo (RFC 5652 §3). `content` null: left out. */
export type ContentInfo = { readonly type: string; readonly content: BerElement | null };

export const contentTypes = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  envelopedData: '1.2.840.113549.1.7.3',
  encryptedData: '1.2.840.113549.1.7.6',
} as const;

const names: Readonly<Record<string, string>> = {
  [contentTypes.data]: 'plain data',
  [contentTypes.envelopedData]: 'an encrypted message',
  '1.2.840.113549.1.7.5': 'a digested message',
  [contentTypes.encryptedData]: 'encrypted data',
  '1.2.840.113549.1.9.16.1.2': 'an authenticated message',
  '1.2.840.113549.1.9.16.1.9': 'a compressed message',
  '1.2.840.113549.1.9.16.1.23': 'an encrypted message',
};

export function contentName(type: string): string {
  return names[type] ?? `content of type ${type}`;
}

export function contentInfoOf(element: Element): ContentInfo {
  const [type, wrapper] = berChildren(element, 'the content');
  if (type?.tag !== tags.oid) throw new DerError('the content has no type', element.start);
  const [content = null] = wrapper?.tag === 0xa0 ? berChildren(wrapper, 'the content') : [];
  return { type: oidOf(type, 'the content type'), content };
}

/** Content of a `data` ContentInfo. */
export function dataOf({ content }: ContentInfo, what: string): Uint8Array {
  if (content === null) throw new DerError(`${what} is left out`, 0);
  return octetsOf(content, what);
}
