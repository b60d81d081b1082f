import { randomFrom } from '../simulation/random.ts';
import { type Address, startToxicTcp } from '../toxics/tcp-proxy.ts';
import { noToxic, type Toxic } from '../toxics/toxic.ts';
import { startToxicDns } from '../toxics/udp-proxy.ts';

export const placeNames = ['database', 'chat', 'dns', 'targets'] as const;
export type PlaceName = (typeof placeNames)[number];

/** What stands at the other ends. */
export type Ends = {
  database(): Address;
  slack(): Address;
  discord(): Address;
  dns(): Address;
  targets(): Address;
};

export type Ways = AsyncDisposable & {
  /** What the bot is told to connect to. */
  readonly ports: Readonly<Record<keyof Ends, number>>;
  be(place: PlaceName, toxic: Toxic): Promise<void>;
  /** Connections through each, dead ones that the bot has not left included. */
  connections(): Readonly<Record<string, number>>;
};

/** Between the bot and everything that it speaks with. */
export async function openWays(ends: Ends, seed: number): Promise<Ways> {
  const random = randomFrom(seed);
  const stack = new AsyncDisposableStack();
  const tcp = async (to: () => Address) => stack.use(await startToxicTcp({ to, random }));
  const [database, slack, discord, targets] = [
    await tcp(ends.database),
    await tcp(ends.slack),
    await tcp(ends.discord),
    await tcp(ends.targets),
  ];
  const dns = stack.use(await startToxicDns(ends.dns, random));
  const at = { database: [database], chat: [slack, discord], dns: [dns], targets: [targets] } as const;
  const ways: Ways = {
    ports: {
      database: database.port,
      slack: slack.port,
      discord: discord.port,
      dns: dns.port,
      targets: targets.port,
    },
    async be(place, toxic) {
      for (const proxy of at[place]) await proxy.be(toxic);
    },
    connections: () => ({
      database: database.connections(),
      slack: slack.connections(),
      discord: discord.connections(),
      targets: targets.connections(),
    }),
    async [Symbol.asyncDispose]() {
      for (const place of placeNames) await ways.be(place, noToxic);
      await stack.disposeAsync();
    },
  };
  return ways;
}
