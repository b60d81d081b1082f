import type { Client, IShardingStrategy, SimpleShardingStrategy } from 'discord.js';
import { reasonOf } from '../../../core/errors.ts';
import type { Log } from '../../../core/log.ts';

type Read = (...given: readonly unknown[]) => unknown;
/** Private to the library, hence optional: where it is gone nothing is guarded, and a test says so. */
type Shard = { onMessage?: Read };
type Inside = { handlePacket?: Read };

const words = 'what the Discord gateway sent is in no shape that it has, and was ignored';

/** The library reads what a shard hears in a function that nobody waits for: a frame without its parts would end the process. */
export function enduring<Manager>(
  Strategy: new (manager: Manager) => SimpleShardingStrategy,
  log: Log,
): (manager: Manager) => IShardingStrategy {
  return (manager) => {
    const strategy = new Strategy(manager);
    const spawn = strategy.spawn.bind(strategy);
    strategy.spawn = async (ids) => {
      await spawn(ids);
      const { shards } = strategy as unknown as { readonly shards: ReadonlyMap<number, Shard> };
      for (const shard of shards.values()) {
        const read = shard.onMessage?.bind(shard);
        if (read === undefined) continue;
        shard.onMessage = async (...given) => {
          try {
            await read(...given);
          } catch (thrown) {
            log.warn({ reason: reasonOf(thrown) }, words);
          }
        };
      }
    };
    return strategy;
  };
}

/** The same for packets that waited for the start to end, which are read from a timer; and for one of the type "error". */
export function endurePackets(client: Client, log: Log): void {
  const inside = client.ws as unknown as Inside;
  const read = inside.handlePacket?.bind(client.ws);
  if (read !== undefined) {
    inside.handlePacket = (...given) => {
      try {
        return read(...given);
      } catch (thrown) {
        log.warn({ reason: reasonOf(thrown) }, words);
        return false;
      }
    };
  }
  // An emitter without a listener throws it.
  (client.ws as NodeJS.EventEmitter).on('error', () => log.warn({}, words));
}
