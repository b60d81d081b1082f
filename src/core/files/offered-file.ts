import type { Message, OfferedFile } from '../message.ts';

export const offeredLimits = {
  /** Discord takes ten attachments, the smallest number of all. */
  files: 10,
  /** Characters of one file: a chain is some thousand. */
  text: 1024 * 1024,
  name: 160,
} as const;

/** Names that Windows keeps for devices, whatever follows the dot. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * A name that is one plain file in one folder everywhere: letters, digits, dot, hyphen and underscore, not hidden, not
 * an option, not a device. Names may come from certificates and from strangers.
 */
export function safeFileName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/^[.-]+|[.-]+$/g, '');
  if (plain === '') return 'file.txt';
  const named = device.test(plain) ? `file-${plain}` : plain;
  if (named.length <= offeredLimits.name) return named;
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(named)?.[0] ?? '';
  return named.slice(0, offeredLimits.name - ending.length).replace(/[.-]+$/, '') + ending;
}

/**
 * What a platform may hand over of a message: under safe names, no two the same, bounded. Never a private key, should
 * one ever get this far.
 */
export function offeredFiles({ files = [] }: Pick<Message, 'files'>): readonly OfferedFile[] {
  const taken = new Set<string>();
  const offered: OfferedFile[] = [];
  for (const file of files.slice(0, offeredLimits.files)) {
    if (file.text.length > offeredLimits.text || /PRIVATE KEY-----/.test(file.text)) continue;
    const name = freeName(safeFileName(file.name), taken);
    taken.add(name.toLowerCase());
    offered.push({ ...file, name });
  }
  return offered;
}

/** "chain.pem", "chain-2.pem": some file systems do not tell upper from lower case. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  const dot = name.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  let free = name;
  for (let number = 2; taken.has(free.toLowerCase()); number += 1) free = `${stem}-${number}${ending}`;
  return free;
}
