import { targetText } from '../../src/core/target.ts';
import type { ListFormat, ReadList } from '../../src/core/watch/lists/listed.ts';
import { readList } from '../../src/lists/read-list.ts';

export function read(text: string, name = 'pasted text', format: ListFormat | null = null): ReadList {
  return readList(new TextEncoder().encode(text), name, format);
}

/** Each entry in one line: `3 host owners channel labels`. */
export function shown({ entries }: ReadList): readonly string[] {
  return entries.map(({ line, target, owners, channel, labels }) =>
    [
      line,
      targetText(target),
      owners === undefined ? '-' : `[${owners.join(' ')}]`,
      channel ?? '-',
      labels === undefined ? '-' : JSON.stringify(labels),
    ].join(' '),
  );
}

export function told({ problems }: ReadList): readonly string[] {
  return problems.map(({ line, why }) => `${line} ${why}`);
}
