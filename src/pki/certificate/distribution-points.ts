import {
  childrenOf,
  constructedTag,
  contentLatin1,
  type Element,
  finish,
  isDone,
  primitiveTag,
  readInside,
  tags,
  take,
  takeAny,
  takeIf,
  withTag,
} from '../asn1/der.ts';
import { judgeUrl } from './access-descriptions.ts';
import { type Fault, lint, refuse } from './fault.ts';
import { eachItem } from './recovering.ts';

type Field = 'cRLDistributionPoints' | 'freshestCRL';
const uriTag = 0x86;

/** URLs of the full names of all distribution points (RFC 5280 §4.2.1.13). Throws `DerError` on a broken list. */
export function crlUrlsOf(value: Element, field: Field, faults: Fault[]): readonly string[] {
  const citation = field === 'freshestCRL' ? 'RFC 5280 §4.2.1.15' : 'RFC 5280 §4.2.1.13';
  const urls: string[] = [];
  const list = readInside(value, tags.sequence, field);
  if (isDone(childrenOf(list))) {
    refuse(faults, 'crl-points-empty', `${field} is empty`, citation, list.start);
  }
  const what = `a distribution point of ${field}`;
  eachItem(list, { what, code: 'crl-point-malformed', citation }, faults, (item) => {
    const point = childrenOf(withTag(item, tags.sequence, what));
    const name = takeIf(point, constructedTag(0), 'distributionPoint');
    takeIf(point, primitiveTag(1), 'reasons');
    const issuer = takeIf(point, constructedTag(2), 'cRLIssuer');
    finish(point, what);
    if (name === null && issuer === null) {
      const text = `${what} names neither a place nor an issuer`;
      refuse(faults, 'crl-point-without-name', text, citation, item.start);
    }
    if (name !== null) readPointName(name, field, citation, urls, faults);
  });
  return urls;
}

/** DistributionPointName: a CHOICE, so its tag is EXPLICIT. */
function readPointName(name: Element, field: Field, citation: string, urls: string[], faults: Fault[]): void {
  const choice = childrenOf(name);
  const full = takeIf(choice, constructedTag(0), 'fullName');
  if (full === null) {
    take(choice, constructedTag(1), 'nameRelativeToCRLIssuer');
    const text = `${field} has a name relative to the CRL issuer`;
    lint(faults, 'crl-point-relative', text, citation, name.start);
    return;
  }
  finish(choice, 'distributionPoint');
  const names = childrenOf(full);
  if (isDone(names))
    refuse(faults, 'crl-point-empty', `${field} has a place without names`, citation, full.start);
  for (let count = 0; !isDone(names) && count < mostNames; count += 1) {
    const one = takeAny(names, 'fullName');
    if (one.tag !== uriTag) continue;
    const url = contentLatin1(one);
    judgeUrl(url, field, citation, one.start, faults);
    urls.push(url);
  }
}

const mostNames = 1000;
