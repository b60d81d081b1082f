import type { Config } from '../config.ts';
import { fetchBounded } from '../net/http/fetch-bounded.ts';
import type { Network } from '../net/network.ts';
import type { TrustStore } from '../pki/trust/trust-store.ts';
import { withoutUrls } from './without-url.ts';

const timeoutMs = 10_000;
/** Nobody reads the answer. */
const maxBytes = 65_536;

/**
 * Tells HEARTBEAT_URL that a digest arrived; null where none is set. Resolves to why it failed, null when it was heard. The
 * URL is a secret of its owner, whoever knows it can keep the alarm quiet: no reason repeats it.
 */
export function openHeartbeat(
  { heartbeat }: Pick<Config, 'heartbeat'>,
  network: Network,
  trust: TrustStore,
): ((signal: AbortSignal) => Promise<string | null>) | null {
  if (heartbeat === null) return null;
  const { url, method } = heartbeat;
  return async (signal) => {
    const outcome = await fetchBounded(url, {
      network,
      signal,
      timeoutMs,
      maxBytes,
      secureContext: trust.secureContext,
      ...(method === 'POST' ? { body: new Uint8Array() } : {}),
    });
    if (outcome.fetched) return null;
    // Any 2xx is "heard"; a page of many megabytes, too.
    if (outcome.status !== null && outcome.status >= 200 && outcome.status < 300) return null;
    return withoutUrls(outcome.reason, [url, outcome.url]);
  };
}
