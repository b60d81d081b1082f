/** How often a wrong token may be tried: by one address, and by all that have not logged in before. */
const perAddress = 10;
const inAll = 100;
const withinMs = 10 * 60_000;
const mostAddresses = 2000;

export type Attempts = {
  /** How long this address has to wait before the next try; 0: not at all. */
  waitMs(address: string): number;
  failed(address: string): void;
  succeeded(address: string): void;
};

/** Counts wrong tokens in memory. Who is logged in already is never asked to wait. */
export function createAttempts(now: () => Date): Attempts {
  const failures = new Map<string, readonly number[]>();
  const known = new Set<string>();
  let all: readonly number[] = [];

  const recent = (times: readonly number[]) => {
    const after = now().getTime() - withinMs;
    return times.filter((time) => time > after);
  };
  const waitFor = (times: readonly number[], most: number) => {
    const counted = recent(times);
    if (counted.length < most) return 0;
    return (counted.at(-most) ?? 0) + withinMs - now().getTime();
  };

  return {
    waitMs(address) {
      const network = networkOf(address);
      const own = waitFor(failures.get(network) ?? [], perAddress);
      // Strangers who guess from everywhere do not keep out those who know the token.
      return known.has(network) ? own : Math.max(own, waitFor(all, inAll));
    },
    failed(address) {
      const network = networkOf(address);
      const time = now().getTime();
      const times = [...recent(failures.get(network) ?? []), time];
      // The newest stands last, so that the oldest is the one to go.
      failures.delete(network);
      failures.set(network, times);
      all = [...recent(all), time].slice(-inAll);
      dropOldest(failures);
    },
    succeeded(address) {
      const network = networkOf(address);
      failures.delete(network);
      known.delete(network);
      known.add(network);
      dropOldest(known);
    },
  };
}

function dropOldest(kept: Map<string, unknown> | Set<string>): void {
  for (const oldest of kept.keys()) {
    if (kept.size <= mostAddresses) return;
    kept.delete(oldest);
  }
}

/** One household or server has a /64 of IPv6 addresses at its hand: they count as one. */
export function networkOf(address: string): string {
  const plain = address.toLowerCase().replace(/%.*$/, '');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)?.[1];
  if (mapped !== undefined || !plain.includes(':')) return mapped ?? plain;
  const [head = '', tail] = plain.split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  const groups = [...first, ...Array<string>(zeros).fill('0'), ...last];
  const prefix = groups.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''));
  return `${prefix.join(':')}::/64`;
}
