import type { Values } from '../../src/core/command.ts';
import { UserError } from '../../src/core/errors.ts';
import type { CommandServices } from '../../src/core/services.ts';
import { type Target, targetText, targetUrl } from '../../src/core/target.ts';
import type { Endpoint } from '../../src/core/watch/endpoint.ts';
import { targetFrom } from '../options.ts';

/** The watched endpoint that the options name. */
export async function existing(values: Values, { watchList }: CommandServices): Promise<Endpoint> {
  const target = targetFrom(values);
  const endpoint = await watchList.find(target);
  if (endpoint !== null) return endpoint;
  const alike = (await watchList.list()).filter(({ endpoint: other }) =>
    isSameListener(other.target, target),
  );
  if (alike.length === 0) throw notWatched(values);
  throw watchedOtherwise(
    target,
    alike.map((row) => row.endpoint),
  );
}

/** The same host and port, watched by another scheme, path, address or client certificate: what was typed may mean it. */
function isSameListener(one: Target, other: Target): boolean {
  return one.host === other.host && one.port === other.port;
}

const mostNamed = 3;

function watchedOtherwise(target: Target, alike: readonly Endpoint[]): UserError {
  const names = alike.slice(0, mostNamed).map(({ target: known }) => {
    const address = known.address === null ? '' : ` address:${known.address}`;
    const client = known.client === null ? '' : ` client:${known.client}`;
    return `${targetUrl(known)}${address}${client}`;
  });
  const more = alike.length > mostNamed ? ` and ${alike.length - mostNamed} more` : '';
  return new UserError(`${targetText(target)} is watched as ${names.join(', ')}${more}. Name it like that.`);
}

export function notWatched(values: Values): UserError {
  return new UserError(`${targetText(targetFrom(values))} is not watched. /watch list shows what is.`);
}
