import type { ProbeContext } from '../probe.ts';
import type { AuthorityReplies, AuthorityServer } from './authority-facts.ts';
import { isSerialBehind } from './serials.ts';

const keptMs = 30 * 86_400_000;

/**
 * Since when each old copy is known to be old: a moment is what a transfer takes, a day is a fault, and one look cannot
 * tell them apart. Kept by zone, address and serial, so that a copy that moves on starts anew.
 */
export async function rememberLag(
  servers: readonly AuthorityServer[],
  zone: string,
  context: ProbeContext,
): Promise<readonly AuthorityServer[]> {
  const copies = servers.flatMap(({ addresses }) =>
    addresses.flatMap(({ look }) => (look.kind === 'replied' && look.soa.serial !== null ? [look.soa] : [])),
  );
  const isOld = ({ soa: { serial, primary } }: AuthorityReplies) =>
    serial !== null &&
    copies.some(
      (copy) => copy.primary === primary && copy.serial !== null && isSerialBehind(serial, copy.serial),
    );
  return Promise.all(
    servers.map(async (server) => ({
      ...server,
      addresses: await Promise.all(
        server.addresses.map(async (address) => {
          const { look } = address;
          if (look.kind !== 'replied' || look.again === null || !isOld(look)) return address;
          const behindSince = await firstSeen(`serial ${zone} ${address.ip} ${look.soa.serial}`, context);
          return { ...address, look: { ...look, again: { ...look.again, behindSince } } };
        }),
      ),
    })),
  );
}

/** Null the first time. */
async function firstSeen(key: string, { cache, now }: ProbeContext): Promise<Date | null> {
  const known = await cache.get(key);
  if (known !== null) {
    const since = new Date(new TextDecoder().decode(known));
    return Number.isNaN(since.getTime()) ? null : since;
  }
  const at = now();
  await cache.put(key, new TextEncoder().encode(at.toISOString()), new Date(at.getTime() + keptMs));
  return null;
}
