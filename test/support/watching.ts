import { expect, vi } from 'vitest';
import { realNow } from './diagnosing.ts';
import type { FarmServer } from './farm/listener.ts';
import { patience } from './patience.ts';

export function daysFromNow(days: number): Date {
  return new Date(realNow.getTime() + days * 86_400_000);
}

/** Until `count` more scheduled looks have reached the server; a look is two connections, TCP and TLS. */
export async function looks(server: FarmServer, count: number): Promise<void> {
  const before = server.connections();
  await vi.waitFor(() => expect(server.connections()).toBeGreaterThanOrEqual(before + 2 * count), patience);
}
