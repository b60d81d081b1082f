import { parse } from 'tldts';
import { plainName } from '../../names/plain-name.ts';
import type { Rule } from '../rule.ts';

/** A wildcard over a whole registry, "*.com" or "*.co.uk", would be for everybody's names. */
export const registryWildcard: Rule = {
  id: 'baseline/registry-wildcard',
  citation: 'BR §3.2.2.6',
  weight: 'refuse',
  judge({ names }, place) {
    if (place !== 'leaf') return null;
    const wide = names?.dns.find((name) => name.startsWith('*') && isRegistry(plainName(name).slice(2)));
    return wide === undefined
      ? null
      : `its SAN ${JSON.stringify(wide.slice(0, 80))} is for all names of a registry`;
  },
};

/**
 * Suffixes of the list's private section ("s3.amazonaws.com") belong to somebody, who may have such a certificate.
 */
function isRegistry(parent: string): boolean {
  if (parent === '') return true;
  const { publicSuffix, isIcann } = parse(parent, { allowPrivateDomains: false });
  return publicSuffix === parent && isIcann === true;
}
