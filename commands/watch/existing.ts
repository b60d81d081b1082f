import { UserError } from '../../src/core/errors.ts';
import type { Values } from '../../src/core/option.ts';
import type { CommandServices } from '../../src/core/services.ts';
import { type Target, targetText, targetUrl } from '../../src/core/target.ts';
import type { Endpoint } from '../../src/core/watch/endpoint.ts';
import { gatherPage, type WatchPage } from '../../src/core/watch/watch-page.ts';
import { targetFrom } from '../options.ts';

/** The watched endpoint that the options name. */
export async function existing(values: Values, { watchList }: CommandServices): Promise<Endpoint> {
  const target = targetFrom(values);
  const endpoint = await watchList.find(target);
  if (endpoint !== null) return endpoint;
  const alike = await gatherPage(watchList.batches(), {
    most: mostNamed,
    isWanted: ({ endpoint: other }) => isSameListener(other.target, target),
  });
  if (alike.total === 0) throw notWatched(values);
  throw watchedOtherwise(target, alike);
}

/** The same host and port, watched by another scheme, path, address or client certificate: what was typed may mean it. */
function isSameListener(one: Target, other: Target): boolean {
  return one.host === other.host && one.port === other.port;
}

const mostNamed = 3;

function watchedOtherwise(target: Target, { rows, total }: WatchPage): UserError {
  const names = rows.map(({ endpoint: { target: known } }) => {
    const address = known.address === null ? '' : ` address:${known.address}`;
    const client = known.client === null ? '' : ` client:${known.client}`;
    return `${targetUrl(known)}${address}${client}`;
  });
  const more = total > rows.length ? ` and ${total - rows.length} more` : '';
  return new UserError(`${targetText(target)} is watched as ${names.join(', ')}${more}. Name it like that.`);
}

export function notWatched(values: Values): UserError {
  return new UserError(`${targetText(targetFrom(values))} is not watched. /watch list shows what is.`);
}
