import type { IncomingMessage } from 'node:http';
import type { MethodWorld } from './method-world.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { RefusedCall } from './shapes.ts';

const mostBytes = 20_000_000;

export type ApiWorld = MethodWorld & {
  readonly botToken: () => string;
  readonly appToken: string;
  readonly responseUrls: ResponseUrls;
  /** Whether the app was installed without it. */
  readonly lacksScope: (scope: string) => boolean;
  readonly onRefusal: (refused: RefusedCall) => void;
  readonly onChange: () => void;
};

export type Reply = {
  readonly status: number;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
};

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) throw new Error('body too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
