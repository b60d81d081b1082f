import {
  childrenOf,
  contentLatin1,
  type Element,
  finish,
  isDone,
  readInside,
  tags,
  take,
  takeAny,
  withTag,
} from '../asn1/der.ts';
import { isAscii } from '../asn1/der-text.ts';
import { oidOf } from '../asn1/der-values.ts';
import { type Fault, lint, refuse } from './fault.ts';
import { eachItem } from './recovering.ts';
import { uriFault } from './uri-faults.ts';

const ocsp = '1.3.6.1.5.5.7.48.1';
const caIssuers = '1.3.6.1.5.5.7.48.2';
const uriTag = 0x86;

type Field = 'authorityInfoAccess' | 'subjectInfoAccess';
export type AccessUrls = { readonly issuerUrls: string[]; readonly ocspUrls: string[] };

/** caIssuers and OCSP URLs (RFC 5280 §4.2.2), in their order. Throws `DerError` on a broken list. */
export function accessUrlsOf(value: Element, field: Field, faults: Fault[]): AccessUrls {
  const citation = field === 'authorityInfoAccess' ? 'RFC 5280 §4.2.2.1' : 'RFC 5280 §4.2.2.2';
  const urls: AccessUrls = { issuerUrls: [], ocspUrls: [] };
  const list = readInside(value, tags.sequence, field);
  if (isDone(childrenOf(list))) {
    refuse(faults, 'access-empty', `${field} is empty`, citation, list.start);
  }
  const what = `an entry of ${field}`;
  eachItem(list, { what, code: 'access-malformed', citation }, faults, (item) => {
    const entry = childrenOf(withTag(item, tags.sequence, what));
    const method = oidOf(take(entry, tags.oid, 'accessMethod'), 'accessMethod');
    const location = takeAny(entry, 'accessLocation');
    finish(entry, what);
    if (location.tag !== uriTag) {
      judgeOther(method, location, field, citation, faults);
      return;
    }
    const url = contentLatin1(location);
    judgeUrl(url, field, citation, location.start, faults);
    if (method === ocsp) urls.ocspUrls.push(url);
    if (method === caIssuers) urls.issuerUrls.push(url);
  });
  return urls;
}

function judgeOther(
  method: string,
  location: Element,
  field: Field,
  citation: string,
  faults: Fault[],
): void {
  if (method !== ocsp && method !== caIssuers) return;
  lint(faults, 'access-not-a-uri', `${field} has a place that is not a URL`, citation, location.start);
}

/** Where clients look things up: a URL that is none, or one that no client dials. */
export function judgeUrl(url: string, field: string, citation: string, at: number, faults: Fault[]): void {
  // What nearly every certificate has, told by one look.
  if (/^http:\/\/[a-z0-9.-]+(?:[:/][\u0021-\u007e]*)?$/i.test(url)) return;
  const shown = JSON.stringify(url.length > 80 ? `${url.slice(0, 77)}...` : url);
  const fault = isAscii(url) ? uriFault(url) : 'it has characters outside ASCII';
  if (fault !== null)
    refuse(faults, 'url-malformed', `${shown} in ${field} is no URL: ${fault}`, citation, at);
  else if (!/^http:/i.test(url)) {
    lint(faults, 'url-scheme', `${shown} in ${field} is not an http: URL`, citation, at);
  }
}
