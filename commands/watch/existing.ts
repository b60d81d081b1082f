import type { Values } from '../../src/core/command.ts';
import { UserError } from '../../src/core/errors.ts';
import type { CommandServices } from '../../src/core/services.ts';
import { targetText } from '../../src/core/target.ts';
import type { Endpoint } from '../../src/core/watch/endpoint.ts';
import { targetFrom } from '../options.ts';

/** The watched endpoint that the options name. */
export async function existing(values: Values, { watchList }: CommandServices): Promise<Endpoint> {
  const endpoint = await watchList.find(targetFrom(values));
  if (endpoint === null) throw notWatched(values);
  return endpoint;
}

export function notWatched(values: Values): UserError {
  return new UserError(`${targetText(targetFrom(values))} is not watched. /watch list shows what is.`);
}
