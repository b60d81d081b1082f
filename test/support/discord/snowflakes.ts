const discordEpoch = 1_420_070_400_000n;

/** Ids as Discord makes them: the time in the upper bits, then a counter. */
export function createSnowflakes(now: () => number): () => string {
  let counter = 0n;
  return () => {
    counter += 1n;
    return String(((BigInt(now()) - discordEpoch) << 22n) | (counter & 0x3fffffn));
  };
}
