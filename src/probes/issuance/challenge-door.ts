import type { Target } from '../../core/target.ts';
import { resolveAllowed } from '../../net/resolve.ts';
import { follow, type Way } from '../http/follow.ts';
import type { ProbeContext } from '../probe.ts';

/** What a CA would meet that fetches the answer to an HTTP-01 challenge (RFC 8555 §8.3), seen from here. */
export type ChallengeDoor = {
  /** The name that would be proved. */
  readonly name: string;
  readonly url: string;
  /** `ip:port` of the first request; null: it came to none. */
  readonly address: string | null;
  readonly way: Pick<Way, 'hops' | 'end'>;
};

const perLookupMs = 2000;
/** No client writes a challenge of this name: what comes back is "not found" where all is well. */
const path = '/.well-known/acme-challenge/notafter-is-this-reachable';

/** Null: the name cannot be asked from here, which says nothing about what a CA can do. */
export async function knockForChallenge(name: string, context: ProbeContext): Promise<ChallengeDoor | null> {
  const port = context.challengePort ?? 80;
  const options = { signal: context.signal, timeoutMs: context.budgetMs(perLookupMs) };
  const resolution = await resolveAllowed({ host: name, port }, context.network, options);
  if (!resolution.resolved) return null;
  const [first] = resolution.addresses;
  const asked: Target = {
    scheme: 'http',
    host: name,
    hostKind: 'name',
    port,
    path,
    client: null,
    address: null,
  };
  // A certificate of our own is for the target itself, and for nobody that a challenge leads to.
  const { hops, end } = await follow(asked, first, { ...context, client: null });
  return {
    name,
    url: `http://${name}${port === 80 ? '' : `:${port}`}${path}`,
    address: hops[0]?.address ?? null,
    way: { hops, end },
  };
}
