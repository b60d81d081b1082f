import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What package-lock.json says of one package; keys that are of no use here are left out. */
export type LockedPackage = {
  /** Its folder: node_modules/a/node_modules/b. */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
};

export type Lock = {
  /** Names of what package.json asks for at run time. */
  readonly direct: readonly string[];
  readonly packages: readonly LockedPackage[];
};

export function readLock(root: string): Lock {
  const text = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const { packages } = JSON.parse(text) as { readonly packages: Readonly<Record<string, object>> };
  const own = packages[''] as { readonly dependencies: Readonly<Record<string, string>> };
  return {
    direct: Object.keys(own.dependencies).toSorted(),
    packages: Object.entries(packages)
      .filter(([path]) => path !== '')
      .map(([path, entry]) => ({
        ...(entry as Omit<LockedPackage, 'path' | 'name'>),
        path,
        name: path.split('node_modules/').at(-1) ?? path,
      })),
  };
}

/** Everything that a package brings with it, itself included, without what is made for single platforms. */
export function treeOf(lock: Lock, name: string): readonly LockedPackage[] {
  const byPath = new Map(lock.packages.map((one) => [one.path, one]));
  const found = new Set<LockedPackage>();
  const visit = (from: string, wanted: string): void => {
    const one = resolve(byPath, from, wanted);
    if (one === undefined || one.optional === true || found.has(one)) return;
    found.add(one);
    for (const next of Object.keys({ ...one.dependencies, ...one.peerDependencies })) visit(one.path, next);
  };
  visit('', name);
  return [...found];
}

/** As Node looks for it: in the folder's own node_modules, then in each one above. */
function resolve(
  byPath: ReadonlyMap<string, LockedPackage>,
  from: string,
  name: string,
): LockedPackage | undefined {
  const found = byPath.get(`${from === '' ? '' : `${from}/`}node_modules/${name}`);
  if (found !== undefined || from === '') return found;
  const above = from.lastIndexOf('/node_modules/');
  return resolve(byPath, above === -1 ? '' : from.slice(0, above), name);
}
