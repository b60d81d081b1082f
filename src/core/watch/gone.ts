import type { Mention } from '../people.ts';

/** The mark that stands while somebody is not in the workspace any more: set by whoever can ask the platform. */
export function goneKey({ platform, kind, id }: Mention): string {
  return `gone:${platform}:${kind}:${id}`;
}
