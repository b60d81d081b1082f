/** A process that lives, as it says of itself. */
export type Member = {
  /** Of this run of the process. */
  readonly id: string;
  readonly roles: readonly string[];
  /** The place it looks from (VANTAGE); null: it has no name. */
  readonly vantage: string | null;
  readonly version: string;
  readonly startedAt: Date;
  /** By its own clock. */
  readonly seenAt: Date;
};

export const beatEveryMs = 5000;
/** Four beats may be missed, and clocks differ. */
export const livesForMs = 25_000;

/** How places are compared: "EU-1" is "eu-1". */
export function vantageKey(name: string): string {
  return name.trim().toLowerCase();
}

/** The places that living members look from, each once as it is written, in order. */
export function vantagesOf(members: readonly Pick<Member, 'vantage'>[]): readonly string[] {
  const named = members.flatMap(({ vantage }) => (vantage === null ? [] : [vantage]));
  const once = new Map(named.toReversed().map((name) => [vantageKey(name), name]));
  return [...once.values()].toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true }));
}
