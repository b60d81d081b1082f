import { describe, expect, it } from 'vitest';
import { leadsTo, sourceFiles } from './source-files.ts';

const files = sourceFiles('src', 'commands', 'test', 'scripts', 'bench');
const importsOf = new Map(
  files.map((file) => [
    file.path,
    file.imports.flatMap((imported) => leadsTo(file, imported) ?? []).filter((path) => path !== file.path),
  ]),
);

/** The first circle that is met on the way down from `path`, its first file again at the end; null: there is none. */
function circleBelow(path: string, above: readonly string[], done: Set<string>): readonly string[] | null {
  const at = above.indexOf(path);
  if (at !== -1) return [...above.slice(at), path];
  if (done.has(path)) return null;
  done.add(path);
  for (const imported of importsOf.get(path) ?? []) {
    const circle = circleBelow(imported, [...above, path], done);
    if (circle !== null) return circle;
  }
  return null;
}

describe('imports', () => {
  it('never lead back to where they came from, those of types and lazy ones among them', () => {
    const done = new Set<string>();
    const circles = files.flatMap(({ path }) => {
      const circle = circleBelow(path, [], done);
      return circle === null ? [] : [circle.join(' -> ')];
    });
    expect(circles).toEqual([]);
  });
});
