/** One router on the way, or the target itself. */
export type Hop = {
  /** 1 is the first router. */
  readonly distance: number;
  /** Null: whoever is there did not answer. */
  readonly address: string | null;
  readonly elapsedMs: number | null;
  /** What it said instead of passing the packet on: "host unreachable"; null: it only let the packet expire. */
  readonly refusal: string | null;
};

export type Traced = {
  /** In order, each distance once; silent ones at the end are left out. */
  readonly hops: readonly Hop[];
  readonly reached: boolean;
  /** Largest packet that the way takes, in bytes, where the program looks for it. */
  readonly pathMtu: number | null;
};

export type TraceProgram = 'mtr' | 'tracepath' | 'traceroute';

export type ProgramTrace = { readonly program: TraceProgram } & (
  | ({ readonly kind: 'traced' } & Traced)
  | { readonly kind: 'not-installed' }
  /** It printed nothing that we understand; `why` is its own word, if it had one. */
  | { readonly kind: 'failed'; readonly why: string }
);

/** ICMP codes as tracepath(8) and traceroute(8) print them. */
const refusals: Readonly<Record<string, string>> = {
  '!H': 'host unreachable',
  '!N': 'network unreachable',
  '!P': 'protocol unreachable',
  '!A': 'administratively prohibited',
  '!X': 'administratively prohibited',
  '!S': 'source route failed',
  '!V': 'host precedence violation',
  '!C': 'precedence cutoff in effect',
};

export function refusalIn(line: string): string | null {
  const mark = /(?:^|\s)(![A-Z])(?=\s|-|$)/.exec(line)?.[1];
  return mark === undefined ? null : (refusals[mark] ?? 'refused');
}

/** Each distance once (the first line that has an answer), in order, without the silence at the end. */
export function orderedHops(found: readonly Hop[]): readonly Hop[] {
  const byDistance = new Map<number, Hop>();
  for (const hop of found) {
    if ((byDistance.get(hop.distance)?.address ?? null) === null) byDistance.set(hop.distance, hop);
  }
  const hops = [...byDistance.values()].toSorted((one, other) => one.distance - other.distance);
  return hops.slice(0, hops.findLastIndex(({ address }) => address !== null) + 1);
}
