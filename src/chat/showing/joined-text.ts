import type { Inline } from '../../core/message.ts';

/** Neighbours of one look become one, so that "@" and "everyone" cannot meet unseen; in bold all looks are one. */
export function joinedText(
  inlines: readonly Inline[],
  emphasis: 'plain' | 'bold' = 'plain',
): readonly Inline[] {
  const joined: Inline[] = [];
  for (const inline of inlines) {
    const last = joined.at(-1);
    const sameLook = last?.kind === inline.kind || emphasis === 'bold';
    if (last !== undefined && sameLook && isText(last) && isText(inline)) {
      joined[joined.length - 1] = { kind: last.kind, text: last.text + inline.text };
    } else joined.push(inline);
  }
  return joined;
}

function isText(inline: Inline): inline is Extract<Inline, { kind: 'text' | 'strong' }> {
  return inline.kind === 'text' || inline.kind === 'strong';
}
