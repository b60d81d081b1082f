import { type Mention, type Place, placeWord } from '../people.ts';
import type { Json } from '../text/json.ts';
import { shorten } from '../text/shorten.ts';

const longestWords = 1000;
const mostNames = 100;

export function personJson({ platform, kind, id, name }: Mention): Json {
  return { platform, kind, id, name };
}

export function momentJson(at: Date | null | undefined): Json {
  return at == null ? null : at.toISOString();
}

export function placeJson(place: Place): Json {
  return placeWord(place);
}

export function namesJson(names: readonly string[]): Json {
  return names.slice(0, mostNames);
}

/** Of what `targetUrl` and `targetText` write: a query may hold a secret of somebody's. */
export function withoutQuery(name: string): string {
  const start = name.indexOf('?');
  if (start === -1) return name;
  const end = name.indexOf(' ', start);
  return end === -1 ? name.slice(0, start) : name.slice(0, start) + name.slice(end);
}

/** Words of a look may repeat what was asked for, whole or shortened, and with it a query of any of these. */
export function safeWords(words: string, urls: readonly string[]): string {
  const queries = urls.flatMap((url) => (url.includes('?') ? [url.slice(url.indexOf('?'))] : []));
  const safe = queries.filter(({ length }) => length > 1).reduce(withoutThis, words);
  return shorten(safe, longestWords);
}

/** By how it begins: whoever shortened it left at least that. */
const surelyLeft = 8;

function withoutThis(text: string, query: string): string {
  const whole = text.replaceAll(query, '?...');
  const begin = query.slice(0, surelyLeft).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return whole.replace(new RegExp(`${begin}[^\\s"'<>]*`, 'g'), '?...');
}
