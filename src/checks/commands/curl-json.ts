import { curlPinned, urlWords } from './curl.ts';

/** A document with the head it comes with; `address` is `ip:port`, null: wherever the name leads. */
export function curlDocument(url: string, address: string | null): string | null {
  if (address === null) return url.length > 1000 ? null : `curl -sv --max-time 10 ${urlWords(url)}`;
  // Here it is the document that is to be read.
  return curlPinned(url, address, '--max-time 10')?.replace(' -o /dev/null', '') ?? null;
}
