import type { SecureContext } from 'node:tls';
import { isAddress } from '../../core/target.ts';
import type { Network } from '../network.ts';
import type { AllowedAddress } from '../policy.ts';
import { type HostAndPort, hostAndPort, resolveAllowed } from '../resolve.ts';
import { exchange } from './exchange.ts';
import type { RequestFailure } from './failure.ts';
import { userAgent } from './user-agent.ts';

/** A place that was dialled and judged already: requests for it go to that address, its certificate is not judged again. */
export type KnownPlace = HostAndPort & { readonly address: AllowedAddress };

export type DocumentOptions = {
  readonly network: Network;
  readonly secureContext: SecureContext;
  readonly known: KnownPlace | null;
  readonly accept: string;
  /** POST with this body, and further headers; null: GET. */
  readonly form: { readonly body: Uint8Array; readonly headers: Readonly<Record<string, string>> } | null;
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
};

export type DocumentOutcome =
  | {
      readonly answered: true;
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly bytes: Uint8Array;
      /** `ip:port` it came from. */
      readonly from: AllowedAddress;
    }
  | {
      readonly answered: false;
      /** `refused`: by the address policy or a rule here; `resolve`: the name; `body`: too large, packed or cut. */
      readonly kind: RequestFailure['kind'] | 'refused' | 'resolve' | 'body';
      /** One sentence without a full stop. */
      readonly message: string;
    };

/** One request for a small document at a stranger's URL, through the address policy; redirects are answers like others. */
export async function getDocument(url: URL, options: DocumentOptions): Promise<DocumentOutcome> {
  const started = performance.now();
  const { network, known, form, timeoutMs, signal } = options;
  const left = (): number => Math.max(1, timeoutMs - (performance.now() - started));
  const place = hostAndPort(url);
  if (place === null) return unanswered('refused', 'it is no http(s) URL, or it carries a password');
  const isKnown = known !== null && known.host === place.host && known.port === place.port;
  const resolution = isKnown
    ? { resolved: true as const, addresses: [known.address] as const }
    : await resolveAllowed(place, network, { signal, timeoutMs: left() });
  if (!resolution.resolved) {
    const kind = resolution.kind === 'refused' || resolution.kind === 'aborted' ? resolution.kind : 'resolve';
    return unanswered(kind, resolution.message.replace(/\.$/, ''));
  }
  const [address] = resolution.addresses;
  const outcome = await exchange({
    url,
    address,
    tls: {
      serverName: isAddress(place.host) ? null : place.host,
      secureContext: options.secureContext,
      rejectUnauthorized: !isKnown,
    },
    method: form === null ? 'GET' : 'POST',
    headers: {
      'user-agent': userAgent,
      accept: options.accept,
      'accept-encoding': 'identity',
      ...form?.headers,
    },
    body: form?.body ?? null,
    maxBodyBytes: options.maxBytes,
    keepBytes: options.maxBytes,
    connectTimeoutMs: left(),
    timeoutMs: left(),
    signal,
  });
  if (!outcome.responded) return unanswered(outcome.failure.kind, outcome.failure.message);
  const { status, headers, bodyStart, bodyComplete, bodyFailure } = outcome.response;
  if (bodyFailure !== null) return unanswered('body', `the body broke off: ${bodyFailure.message}`);
  if (!bodyComplete) return unanswered('body', `it is larger than ${options.maxBytes} bytes`);
  return { answered: true, status, headers, bytes: bodyStart, from: address };
}

function unanswered(
  kind: Extract<DocumentOutcome, { answered: false }>['kind'],
  message: string,
): DocumentOutcome {
  return { answered: false, kind, message };
}
