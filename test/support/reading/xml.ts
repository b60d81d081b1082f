export type Element = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
};

const character = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u;

/** Reads XML without doctype, comment or CDATA, as strictly as the specification asks; throws where it is not well-formed. */
export function readXml(xml: string): Element {
  if (!character.test(xml)) throw new Error('a character that XML 1.0 has no place for');
  const tokens =
    xml.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '').match(/<[^>]*>|[^<]+/g) ?? [];
  const top = { name: '', attributes: {}, children: [] as Element[], text: '' };
  const stack: { name: string; attributes: Record<string, string>; children: Element[]; text: string }[] = [
    top,
  ];
  for (const token of tokens) {
    const above = stack.at(-1) ?? top;
    const tag = /^<(\/?)([A-Za-z][\w-]*)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>$/.exec(token);
    if (tag === null) {
      if (token.startsWith('<')) throw new Error(`no tag: ${token}`);
      above.text += decoded(token);
      continue;
    }
    const [, closing, name = '', written = '', empty] = tag;
    if (closing === '/') {
      if (stack.length < 2 || above.name !== name)
        throw new Error(`${name} ends where ${above.name} is open`);
      stack.pop();
      continue;
    }
    const pairs = [...written.matchAll(/([\w-]+)="([^"]*)"/g)].map(
      ([, key = '', value = '']) => [key, decoded(value)] as const,
    );
    if (new Set(pairs.map(([key]) => key)).size !== pairs.length)
      throw new Error(`an attribute twice: ${token}`);
    const element = { name, attributes: Object.fromEntries(pairs), children: [], text: '' };
    above.children.push(element);
    if (empty !== '/') stack.push(element);
  }
  const [root] = top.children;
  if (stack.length !== 1 || root === undefined || top.children.length !== 1)
    throw new Error('not one whole element');
  return root;
}

function decoded(text: string): string {
  if (/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i.test(text)) throw new Error(`a bare &: ${text}`);
  return text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&apos;/g, "'")
    .replace(/&amp;/g, '&');
}
