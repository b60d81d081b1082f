import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';

export const projectRoot = normalize(join(import.meta.dirname, '../..'));

export type Import = { readonly from: string; readonly typeOnly: boolean };
export type SourceFile = {
  /** Path from the project's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** The room it stands in: "net", "checks", "commands", "config" ... */
  readonly room: string;
  readonly imports: readonly Import[];
};

/** Every TypeScript file under the given top folders. */
export function sourceFiles(...folders: readonly string[]): readonly SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => read(join(folder, name).replaceAll('\\', '/'))),
  );
}

function read(path: string): SourceFile {
  const text = readFileSync(join(projectRoot, path), 'utf8');
  return { path, text, room: roomOf(path), imports: importsIn(text) };
}

export function roomOf(path: string): string {
  const parts = path.split('/');
  if (parts[0] !== 'src') return parts[0] ?? '';
  return (parts[1] ?? '').replace(/\.ts$/, '');
}

/** The file an import leads to, from the project's root; null for a package. */
export function leadsTo(file: SourceFile, { from }: Import): string | null {
  if (!from.startsWith('.')) return null;
  return relative(projectRoot, join(projectRoot, dirname(file.path), from)).replaceAll('\\', '/');
}

function importsIn(text: string): readonly Import[] {
  const statements = text.matchAll(/^(?:import|export)\s+(type\s)?(?:([\w*{}\s,]+?)\s+from\s+)?'([^']+)';/gm);
  const found = [...statements].map(([, type, names, from]) => ({
    from: from ?? '',
    typeOnly: type !== undefined || onlyTypes(names ?? ''),
  }));
  const lazy = [...text.matchAll(/\bimport\('([^']+)'\)/g)].map(([, from]) => ({
    from: from ?? '',
    typeOnly: false,
  }));
  return [...found, ...lazy];
}

/** `{ type A, type B }`. */
function onlyTypes(names: string): boolean {
  const inner = /^\{([\s\S]*)\}$/.exec(names.trim())?.[1];
  if (inner === undefined) return false;
  const parts = inner.split(',').map((part) => part.trim());
  return parts.filter((part) => part !== '').every((part) => part.startsWith('type '));
}
