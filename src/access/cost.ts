import type { AskedRun } from '../core/access/gate.ts';
import { parseTarget } from '../core/target.ts';

/** A scan makes dozens of connections, a look ahead asks about twenty names, a trace sends packets for seconds. */
const heavy: ReadonlyMap<string, number> = new Map([
  ['tls', 5],
  ['renewal', 3],
]);
/** By what was typed. */
const wished: ReadonlyMap<string, number> = new Map([
  ['tls', 5],
  ['all', 5],
  ['path', 3],
]);

const manyPlaces = 5;

/** What a run costs who asks. */
export function costOf({ command, values }: Pick<AskedRun, 'command' | 'values'>): number {
  const once = Math.max(heavy.get(command.name) ?? 1, wished.get(values.with ?? '') ?? 1);
  return once * placesIn(values.from ?? '');
}

/** Each place looks for itself; how many "all" are is known to those only who keep the list. */
function placesIn(from: string): number {
  const names = new Set(from.split(/[\s,]+/).filter((name) => name !== ''));
  return names.has('all') ? manyPlaces : Math.max(1, names.size);
}

/** Who is connected to by it, as far as that can be read before: the host, and an address that is given beside it. */
export function targetsOf({ action, values }: Pick<AskedRun, 'action' | 'values'>): readonly string[] {
  const typed = action.options.flatMap(({ kind, name }) =>
    kind === 'target' || kind === 'address' ? [(values[name] ?? '').trim()] : [],
  );
  return [...new Set(typed.filter((word) => word !== '').flatMap(hostOf))];
}

/** None where the command itself will say what is wrong with it: such a line may hold a password, and goes nowhere. */
function hostOf(typed: string): readonly string[] {
  try {
    return [parseTarget(typed).host.toLowerCase()];
  } catch {
    return [];
  }
}
