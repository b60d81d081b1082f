import type { Needs } from '../../src/core/access/needs.ts';
import type { Option, Values } from '../../src/core/option.ts';
import type { CommandServices } from '../../src/core/services.ts';
import { targetText } from '../../src/core/target.ts';
import type { Endpoint } from '../../src/core/watch/endpoint.ts';
import type { Scope } from '../../src/core/watch/policy/policy.ts';
import { existing } from './existing.ts';

export const whatOption = {
  name: 'what',
  kind: 'text',
  summary: 'a watched target, a label as team=payments, or all',
  positional: true,
  example: 'team=payments',
} as const satisfies Option;

/** What is decided for all is more than what is decided for some; to read it takes nothing. */
export function forRules(changes: (values: Values) => boolean): (values: Values) => Needs {
  return (values) => {
    if (!changes(values)) return 'anyone';
    return isAll(values.what) ? 'admin' : 'member';
  };
}

function isAll(what = ''): boolean {
  return what.trim().toLowerCase() === 'all';
}

/** What somebody decides for: `endpoint` where it is one. */
export type Named = { readonly scope: Scope; readonly name: string; readonly endpoint: Endpoint | null };

/** "all", "team=payments" or a watched target. */
export async function scopeFrom(values: Values, services: CommandServices): Promise<Named> {
  const typed = (values.what ?? '').trim();
  if (isAll(typed)) return { scope: { kind: 'all' }, name: 'all', endpoint: null };
  const label = /^([\w.-]{1,40})=([\w.@/-]{0,80})$/.exec(typed);
  if (label !== null) {
    const scope = { kind: 'label', label: label[1] ?? '', value: label[2] ?? '' } as const;
    return { scope, name: typed, endpoint: null };
  }
  const endpoint = await existing({ ...values, target: typed }, services);
  return {
    scope: { kind: 'endpoint', endpointId: endpoint.id },
    name: targetText(endpoint.target),
    endpoint,
  };
}
