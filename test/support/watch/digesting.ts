import type { Endpoint, NewEndpoint } from '../../../src/core/watch/endpoint.ts';
import { composeDigest, type DigestRequest } from '../../../src/monitor/digest/compose.ts';
import { lookAt } from '../../../src/monitor/looking/look.ts';
import { newEndpoint, noon, ops } from '../store-fixtures.ts';
import { plainText, type Served, type WatchStage } from '../watch-stage.ts';

/** Watches a host and looks at it once. */
export async function seen(
  stage: WatchStage,
  host: string,
  served: Served,
  change: Partial<NewEndpoint> = {},
): Promise<Endpoint> {
  const endpoint = await stage.store.endpoints.add(newEndpoint(host, change), noon);
  if (endpoint === null) throw new Error(`${host} is watched already`);
  stage.served.set(endpoint.target.host, served);
  await lookAt(endpoint, stage);
  return endpoint;
}

export function digestOf(stage: WatchStage, change: Partial<DigestRequest> = {}) {
  return composeDigest({ ...stage, place: ops, zone: 'UTC', ...change });
}

/** Its lines, as a reader meets them. */
export async function linesOf(
  stage: WatchStage,
  change: Partial<DigestRequest> = {},
): Promise<readonly string[]> {
  return plainText(await digestOf(stage, change), stage.now()).split('\n');
}

/** The lines under a heading. */
export function under(lines: readonly string[], heading: string): readonly string[] {
  const begin = lines.findIndex((line) => line.startsWith(`# ${heading}`));
  if (begin === -1) return [];
  const end = lines.findIndex((line, index) => index > begin && !line.startsWith('- '));
  return lines.slice(begin + 1, end === -1 ? undefined : end);
}
