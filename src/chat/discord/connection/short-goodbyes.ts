import type { IShardingStrategy } from 'discord.js';

type Connection = { readonly readyState: number; terminate(): void };
/** Private to the library, hence optional: where it is gone a goodbye takes half a minute again, and a test says so. */
type Shard = { connection?: Connection | null; destroy?: (...given: readonly unknown[]) => Promise<unknown> };

/** `WebSocket.CLOSING`: it said goodbye, and waits for the other end to do so. */
const closing = 2;
const goodbyeMs = 1000;

/**
 * A connection that died without a word says no goodbye: the library waits 30 s for it before it connects anew, or is stopped.
 */
export function withShortGoodbyes<Manager>(
  build: (manager: Manager) => IShardingStrategy,
): (manager: Manager) => IShardingStrategy {
  return (manager) => {
    const strategy = build(manager);
    const spawn = strategy.spawn.bind(strategy);
    strategy.spawn = async (ids) => {
      await spawn(ids);
      const { shards } = strategy as unknown as { readonly shards: ReadonlyMap<number, Shard> };
      for (const shard of shards.values()) shorten(shard);
    };
    return strategy;
  };
}

function shorten(shard: Shard): void {
  const destroy = shard.destroy?.bind(shard);
  if (destroy === undefined) return;
  shard.destroy = (...given) => {
    const { connection } = shard;
    const late = setTimeout(() => {
      if (connection?.readyState === closing) connection.terminate();
    }, goodbyeMs);
    return destroy(...given).finally(() => clearTimeout(late));
  };
}
