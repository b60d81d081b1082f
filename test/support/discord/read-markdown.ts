/** What a reader of Discord's markdown would find in a text that does more than to stand there. */
export type Found = { readonly kind: 'mention' | 'link' | 'markup' | 'time'; readonly what: string };

/** In the order in which Discord looks for them at one place: what is escaped or in code comes first and is only text. */
const rules: readonly (readonly [Found['kind'] | 'text', RegExp])[] = [
  ['text', /```[\s\S]*?```/y],
  ['text', /(`+)(?!`)[\s\S]*?[^`]\1(?!`)/y],
  ['text', /\\[^0-9A-Za-z\s]/y],
  ['time', /<t:-?\d+(?::[tTdDfFR])?>/y],
  ['mention', /<(?:@[!&]?|#)\d+>|<\/[^>]+:\d+>|<a?:\w+:\d+>|<id:\w+>|@everyone|@here/y],
  ['link', /\[(?:\\.|[^\]\\])*\]\(<?([a-z]+:[^)\s>]+)>?(?:\s[^)]*)?\)/iy],
  ['link', /<?https?:\/\/[^\s<]+|<?discord:\/\/\S+|<mailto:\S+/iy],
  ['markup', /\|\|[\s\S]+?\|\||~~[\s\S]+?~~|__[\s\S]+?__/y],
];

export function readMarkdown(text: string): readonly Found[] {
  const found: Found[] = [];
  for (let at = 0; at < text.length; ) {
    let length = 1;
    for (const [kind, form] of rules) {
      form.lastIndex = at;
      const match = form.exec(text);
      if (match === null) continue;
      if (kind !== 'text') found.push({ kind, what: match[1] ?? match[0] });
      length = match[0].length;
      break;
    }
    at += length;
  }
  return [...found, ...callsIn(text)];
}

/** Discord looks for who is called in the raw text, code and all. */
function callsIn(text: string): readonly Found[] {
  return [...text.matchAll(/<@[!&]?\d+>|@everyone|@here/g)].map(([what]) => ({ kind: 'mention', what }));
}
