import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { readForm } from './attachments.ts';
import type { RouteWorld } from './route-world.ts';
import { type Call, needsToken, route } from './routes.ts';
import { ApiError, type RefusedRequest, type Reply } from './shapes.ts';
import type { Uploads } from './uploads.ts';

/** An answer to give instead of the right one. */
export type Fault = {
  readonly method?: string;
  /** Tested against the path below /api/v10, for example "/channels/123/messages". */
  readonly path: RegExp;
  /** `hang up` closes the connection without an answer; `take and hang up` does what was asked before. */
  readonly reply: Reply | 'hang up' | 'take and hang up';
  /** How many requests it spoils; 1 when left out. */
  readonly times?: number;
};

/** A request as it came in. */
export type SeenRequest = { readonly method: string; readonly path: string; readonly body: unknown };

export type RestWorld = RouteWorld & {
  readonly uploads: Uploads;
  readonly token: string;
  readonly onRefusal: (refused: RefusedRequest) => void;
  readonly onChange: () => void;
};

export type RestServer = {
  readonly server: Server;
  readonly seen: SeenRequest[];
  failNext(fault: Fault): void;
  /** Spoils every request until it is called with null. */
  failAll(reply: Reply | 'hang up' | null): void;
};

const mostBytes = 12_000_000;

export function createRestServer(world: RestWorld): RestServer {
  const seen: SeenRequest[] = [];
  const faults: { fault: Fault; left: number }[] = [];
  let outage: Reply | 'hang up' | null = null;

  async function answer(request: IncomingMessage): Promise<Reply | 'hang up'> {
    const attachment = world.uploads.bytesOf(request.url ?? '');
    if (attachment !== null) return { status: 200, body: attachment };
    const call = await readCall(request);
    const path = `/${call.path.join('/')}`;
    seen.push({ method: call.method, path, body: call.body });
    try {
      const fault = takeFault(call.method, path);
      // A fault brings its own headers: a proxy sends none of Discord's.
      if (fault !== null && fault !== 'take and hang up') return fault;
      if (needsToken(call) && request.headers.authorization !== `Bot ${world.token}`) {
        throw new ApiError(401, 0, '401: Unauthorized');
      }
      const reply = withBucket(route(call, world));
      return fault === null ? reply : 'hang up';
    } catch (thrown) {
      if (!(thrown instanceof ApiError)) throw thrown;
      const { status, code, message, errors } = thrown;
      world.onRefusal({
        method: call.method,
        path,
        status,
        code,
        message: `${message} ${JSON.stringify(errors ?? '')}`,
      });
      return withBucket({ status, body: { code, message, ...(errors === undefined ? {} : { errors }) } });
    } finally {
      world.onChange();
    }
  }

  function takeFault(method: string, path: string): Fault['reply'] | null {
    if (outage !== null) return outage;
    const found = faults.find(
      ({ fault, left }) => left > 0 && (fault.method ?? method) === method && fault.path.test(path),
    );
    if (found === undefined) return null;
    found.left -= 1;
    return found.fault.reply;
  }

  const server = createServer((request, response) => {
    void answer(request).then(
      (reply) => write(response, reply),
      (thrown) =>
        write(response, { status: 500, body: { message: `stand-in broke: ${String(thrown)}`, code: 0 } }),
    );
  });
  return {
    server,
    seen,
    failNext: (fault) => void faults.push({ fault, left: fault.times ?? 1 }),
    failAll(reply) {
      outage = reply;
    },
  };
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const url = new URL(request.url ?? '/', 'http://stand-in');
  const [api, version, ...path] = url.pathname.split('/').slice(1).map(decodeURIComponent);
  const body = await readBody(request);
  const isApi = api === 'api' && version === 'v10';
  return { method: request.method ?? 'GET', path: isApi ? path : ['unknown'], query: url.searchParams, body };
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) throw new Error('body too large');
    chunks.push(chunk);
  }
  if (size === 0) return undefined;
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  const form = await new Response(Buffer.concat(chunks), { headers: { 'content-type': type } }).formData();
  return readForm(form);
}

const bucket = { 'x-ratelimit-limit': '5', 'x-ratelimit-remaining': '4', 'x-ratelimit-reset-after': '1.000' };

function withBucket(reply: Reply): Reply {
  return { ...reply, headers: { ...bucket, ...reply.headers } };
}

function write(response: ServerResponse, reply: Reply | 'hang up'): void {
  if (reply === 'hang up') {
    response.destroy();
    return;
  }
  response.writeHead(reply.status, {
    ...(reply.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...reply.headers,
  });
  if (reply.body instanceof Uint8Array) response.end(reply.body);
  else response.end(reply.body === undefined ? undefined : JSON.stringify(reply.body));
}
