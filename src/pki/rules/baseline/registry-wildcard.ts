import { plainName } from '../../names/plain-name.ts';
import { isRegistry } from '../../names/public-suffix.ts';
import type { Rule } from '../rule.ts';

/** A wildcard over a whole registry, "*.com" or "*.co.uk", would be for everybody's names. */
export const registryWildcard: Rule = {
  id: 'baseline/registry-wildcard',
  citation: 'BR §3.2.2.6',
  weight: 'refuse',
  judge({ names }, place) {
    if (place !== 'leaf') return null;
    const wide = names?.dns.find((name) => isWide(name));
    return wide === undefined
      ? null
      : `its SAN ${JSON.stringify(wide.slice(0, 80))} is for all names of a registry`;
  },
};

function isWide(name: string): boolean {
  if (!name.startsWith('*')) return false;
  const parent = plainName(name).slice(2);
  return parent === '' || isRegistry(parent);
}
