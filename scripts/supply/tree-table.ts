import { type Lock, type LockedPackage, treeOf } from './lock.ts';

export const tableHead = '| brings with it | packages | of them its own alone |';

/** How many packages run here and who brings them, as `docs/dependencies.md` has it. */
export function treeText(lock: Lock): string {
  const running = lock.packages.filter(({ dev }) => dev !== true);
  const everywhere = running.filter(({ optional }) => optional !== true);
  const trees = new Map(lock.direct.map((name) => [name, treeOf(lock, name)]));
  const rows = [...trees]
    .filter(([, tree]) => tree.length > 5)
    .toSorted(([, one], [, other]) => other.length - one.length)
    .map(([name, tree]) => `| \`${name}\` | ${tree.length} | ${ownAlone(trees, name).length} |`);
  const lone = [...trees].filter(([, tree]) => tree.length === 1).length;
  return [
    `${lock.direct.length} packages are asked for and ${everywhere.length} come: ${lone} of those asked for bring nothing. ` +
      `${running.length - everywhere.length} more are for single platforms, of which one or two are installed.`,
    '',
    tableHead,
    '| --- | ---: | ---: |',
    ...rows,
    '',
  ].join('\n');
}

/** What would go with this one. */
function ownAlone(
  trees: ReadonlyMap<string, readonly LockedPackage[]>,
  name: string,
): readonly LockedPackage[] {
  const others = new Set([...trees].filter(([other]) => other !== name).flatMap(([, tree]) => tree));
  return (trees.get(name) ?? []).filter((one) => !others.has(one));
}
