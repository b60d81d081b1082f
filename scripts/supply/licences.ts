import type { LockedPackage } from './lock.ts';

/** Licences (SPDX) that allow what is done here: use as a library, unchanged, in a program under MIT. */
export const allowed: ReadonlySet<string> = new Set([
  ...[
    'MIT',
    'MIT-0',
    'ISC',
    '0BSD',
    'BSD-2-Clause',
    'BSD-3-Clause',
    'Apache-2.0',
    'CC0-1.0',
    'Unlicense',
    'BlueOak-1.0.0',
  ],
  // Binds changes of its own files only, and none is changed here.
  'MPL-2.0',
]);

/** Packages whose package.json names no licence, and where they do. */
export const saidElsewhere: Readonly<Record<string, string>> = {
  // Its Readme.md, under "License".
  'combine-errors@3.0.3': 'MIT',
};

/** Why a package may not be used; null where it may. */
export function licenceTrouble({ name, version, license }: LockedPackage): string | null {
  const said = license ?? saidElsewhere[`${name}@${version}`];
  if (said === undefined) return `${name}@${version} names no licence`;
  return permits(said) ? null : `${name}@${version} is under ${said}`;
}

/** An SPDX expression (SPDX 3.0 annex B): of what OR joins one has to be allowed, of what AND joins all. */
export function permits(expression: string): boolean {
  const words = expression.match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  const anyOf = (): boolean => {
    let fine = allOf();
    while (words[at] === 'OR') {
      at += 1;
      fine = allOf() || fine;
    }
    return fine;
  };
  const allOf = (): boolean => {
    let fine = one();
    while (words[at] === 'AND') {
      at += 1;
      fine = one() && fine;
    }
    return fine;
  };
  const one = (): boolean => {
    const word = words[at];
    at += 1;
    if (word !== '(') return word !== undefined && allowed.has(word);
    const fine = anyOf();
    const closed = words[at] === ')';
    at += 1;
    return fine && closed;
  };
  return anyOf() && at === words.length;
}
