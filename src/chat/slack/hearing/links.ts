import { UserError } from '../../../core/errors.ts';
import { parseTarget, targetUrl } from '../../../core/target.ts';
import { typedText } from './incoming.ts';

type Fields = Readonly<Record<string, unknown>>;

const mostLinks = 20;
const mostText = 50_000;
const mostParts = 2000;
/** Fields of blocks and attachments that hold what a reader reads or follows; pictures and icons are not among them. */
const readable = new Set(['text', 'url', 'title_link', 'from_url', 'title', 'pretext', 'value', 'fallback']);

/**
 * What a message tells of that can be checked, in the order of reading and each once: links of any scheme that there is a
 * check for, and bare host names where there is no link. `message` is as Slack sends it, and may hold anything.
 */
export function linksIn(message: object): readonly string[] {
  const texts = textsIn(message);
  const links = texts.flatMap(
    (text) => text.match(/\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s<>|"'`\u201c\u201d]+/gi) ?? [],
  );
  const found = checkable(links.map(withoutTail));
  return found.length > 0 ? found : checkable(texts.flatMap(hostsIn));
}

function textsIn(message: object): readonly string[] {
  const { text, blocks, attachments } = message as Fields;
  const texts: string[] = typeof text === 'string' ? [...written(text)] : [];
  const waiting: unknown[] = [blocks, attachments];
  let size = 0;
  for (let part = 0; waiting.length > 0 && part < mostParts && size < mostText; part += 1) {
    const next = waiting.shift();
    if (typeof next !== 'object' || next === null) continue;
    const inside: unknown[] = [];
    for (const [name, value] of Object.entries(next)) {
      if (typeof value === 'object') inside.push(value);
      else if (typeof value === 'string' && readable.has(name)) {
        texts.push(...written(value));
        size += value.length;
      }
    }
    waiting.unshift(...inside);
  }
  return texts.map((one) => one.slice(0, mostText));
}

/** `<https://a.example|label>` tells of the address and the label; one may name another host than the other. */
function written(text: string): readonly string[] {
  const cut = text.slice(0, mostText);
  const targets = [...cut.matchAll(/<([a-z][a-z0-9+.-]*:\/\/[^<>|\s]{1,2000})/gi)].map(([, target = '']) =>
    typedText(target),
  );
  return [...targets, typedText(cut)];
}

/** A name with a dot that is neither an address of mail nor a file. */
function hostsIn(text: string): readonly string[] {
  const names =
    text.match(/(?<![@\w./-])(?:[a-z0-9](?:[a-z0-9-]{0,62})\.)+[a-z]{2,24}(?::\d{2,5})?(?![\w@-])/gi) ?? [];
  return names.filter(
    (name) => !/\.(conf|cfg|ya?ml|json|pem|crt|key|log|txt|md|ts|js|py|sh|go|rs|java|png|pdf)$/i.test(name),
  );
}

/** What ends a sentence or closes a bracket is no part of a link. */
function withoutTail(link: string): string {
  return link.replace(/[.,;:!?)\]}\u2026*_~]+$/, '');
}

function checkable(typed: readonly string[]): readonly string[] {
  const found = new Map<string, string>();
  for (const one of typed) {
    const url = urlOf(one);
    if (url !== null && !found.has(url)) found.set(url, one);
    if (found.size === mostLinks) break;
  }
  return [...found.values()];
}

function urlOf(typed: string): string | null {
  try {
    return targetUrl(parseTarget(typed));
  } catch (thrown) {
    if (thrown instanceof UserError) return null;
    throw thrown;
  }
}

/** As short as a choice of Slack's has to be: without its query, then without its path. */
export function shortLink(link: string, most: number): string | null {
  const origin = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]+/i.exec(link)?.[0] ?? link;
  return [link, link.replace(/[?#].*$/, ''), origin].find((one) => one.length <= most) ?? null;
}
