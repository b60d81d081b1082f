import type { KeyObject } from 'node:crypto';
import { realNow } from '../diagnosing.ts';
import { dropsSyn } from './drops-syn.ts';
import { answersStatus } from './http-answers.ts';
import { startHttpServer } from './http-server.ts';

/** How a reference host behaves: where it tells the time, `ahead` is by how much it is ahead of ours. */
export type ReferenceKind =
  | { readonly kind: 'sound'; readonly aheadMs?: number; readonly identity: Identity }
  | { readonly kind: 'silent' }
  | { readonly kind: 'refused' };

type Identity = { readonly chain: readonly Uint8Array[]; readonly key: KeyObject };

export type References = AsyncDisposable & {
  /** As REFERENCE_HOSTS has it. */
  readonly setting: string;
  /** TCP connections that reached them so far. */
  connections(): number;
};

/** Reference hosts on this machine, each under a name of its own: ref1.test, ref2.test, ... */
export async function startReferences(...kinds: readonly ReferenceKind[]): Promise<References> {
  const started = await Promise.all(kinds.map(startOne));
  return {
    setting: started.map(({ place }, index) => `ref${index + 1}.test=${place}`).join(', '),
    connections: () => started.reduce((sum, { server }) => sum + (server?.connections() ?? 0), 0),
    async [Symbol.asyncDispose]() {
      for (const { server } of started) await server?.[Symbol.asyncDispose]();
    },
  };
}

async function startOne(reference: ReferenceKind) {
  switch (reference.kind) {
    case 'sound': {
      const date = new Date(realNow.getTime() + (reference.aheadMs ?? 0)).toUTCString();
      const server = await startHttpServer(answersStatus(200, { date }), reference.identity);
      return { server, place: `127.0.0.1:${server.port}` };
    }
    case 'silent': {
      const server = await dropsSyn();
      return { server, place: `127.0.0.1:${server.port}` };
    }
    case 'refused':
      // tcpmux: nobody has listened there for decades, and nothing is bound at random below 1024.
      return { server: null, place: '127.0.0.1:1' };
  }
}
