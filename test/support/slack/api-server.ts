import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { methods } from './api-methods.ts';
import { type ApiWorld, type Reply, readBody } from './api-world.ts';
import { fileReply } from './file-server.ts';
import { SlackError } from './shapes.ts';
import type { Arguments } from './validating/check-message.ts';

/** An answer to give instead of the right one; `hang up` closes the connection without any. */
export type Fault =
  | { readonly error: string }
  | { readonly status: number; readonly retryAfter?: number; readonly body?: string }
  | 'hang up';

/** A call as it came in; `method` is "response_url" for those. */
export type SeenCall = { readonly method: string; readonly given: Arguments };

export type ApiServer = {
  readonly server: Server;
  readonly calls: SeenCall[];
  failNext(method: string, fault: Fault, times?: number): void;
  /** Spoils every call until it is called with null. */
  failAll(fault: Fault | null): void;
};

/** Scopes that a workspace may not have granted yet: they came later than the app. */
const scopeOf: Readonly<Record<string, string>> = {
  'files.getUploadURLExternal': 'files:write',
  'files.completeUploadExternal': 'files:write',
  'files.info': 'files:read',
};

export function createApiServer(world: ApiWorld): ApiServer {
  const calls: SeenCall[] = [];
  let outage: Fault | null = null;
  const faults: { readonly method: string; readonly fault: Fault; left: number }[] = [];

  async function answer(request: IncomingMessage): Promise<Reply | 'hang up'> {
    const { pathname } = new URL(request.url ?? '/', 'http://stand-in');
    const [room = '', name = ''] = pathname.split('/').slice(1);
    if (room === 'upload' || room === 'files-pri') return fileReply(request, world);
    const isResponse = room === 'actions';
    const method = isResponse ? 'response_url' : name;
    const given = readArguments((await readBody(request)).toString(), request.headers['content-type'] ?? '');
    calls.push({ method, given });
    const fault = takeFault(method);
    if (fault !== null) return faultReply(fault);
    try {
      if (isResponse) world.responseUrls.use(name, given);
      else if (room !== 'api') throw new SlackError('unknown_method');
      return ok(isResponse ? {} : call(method, given, request));
    } catch (thrown) {
      if (!(thrown instanceof SlackError)) throw thrown;
      world.onRefusal({ method, error: thrown.code, messages: thrown.messages });
      return refusal(thrown, isResponse);
    } finally {
      world.onChange();
    }
  }

  function call(method: string, given: Arguments, request: IncomingMessage): object {
    const run = methods[method];
    if (run === undefined) throw new SlackError('unknown_method');
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? given.token;
    if (token === undefined || token === '') throw new SlackError('not_authed');
    const right = method === 'apps.connections.open' ? world.appToken : world.botToken();
    if (token !== right)
      throw new SlackError(token === world.appToken ? 'not_allowed_token_type' : 'invalid_auth');
    if (world.lacksScope(scopeOf[method] ?? '')) throw new SlackError('missing_scope');
    return run(given, world);
  }

  function takeFault(method: string): Fault | null {
    if (outage !== null) return outage;
    const found = faults.find((candidate) => candidate.left > 0 && candidate.method === method);
    if (found === undefined) return null;
    found.left -= 1;
    return found.fault;
  }

  const server = createServer((request, response) => {
    void answer(request).then(
      (reply) => write(response, reply),
      (thrown) => write(response, { status: 500, body: `stand-in broke: ${String(thrown)}` }),
    );
  });
  return {
    server,
    calls,
    failNext: (method, fault, times = 1) => void faults.push({ method, fault, left: times }),
    failAll(fault) {
      outage = fault;
    },
  };
}

function ok(body: object): Reply {
  return { status: 200, body: JSON.stringify({ ok: true, ...body }) };
}

/** Web API methods refuse with 200; a response_url with 404 when it is used up and 400 for a bad message. */
function refusal({ code, messages }: SlackError, isResponse: boolean): Reply {
  if (code === 'ratelimited') return faultReply({ status: 429, retryAfter: 1 });
  const isGone = code === 'used_url' || code === 'expired_url';
  const metadata = messages.length === 0 ? {} : { errors: messages, response_metadata: { messages } };
  return {
    status: isResponse ? (isGone ? 404 : 400) : 200,
    body: JSON.stringify({ ok: false, error: code, ...metadata }),
  };
}

function faultReply(fault: Exclude<Fault, 'hang up'>): Reply;
function faultReply(fault: Fault): Reply | 'hang up';
function faultReply(fault: Fault): Reply | 'hang up' {
  if (fault === 'hang up') return fault;
  if ('error' in fault) return { status: 200, body: JSON.stringify({ ok: false, error: fault.error }) };
  const { status, retryAfter, body } = fault;
  return {
    status,
    body: body ?? (status === 429 ? JSON.stringify({ ok: false, error: 'ratelimited' }) : 'oops'),
    headers: retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) },
  };
}

function readArguments(body: string, type: string): Arguments {
  if (body === '') return {};
  if (type.startsWith('application/json')) return JSON.parse(body) as Arguments;
  return Object.fromEntries(new URLSearchParams(body));
}

function write(response: ServerResponse, reply: Reply | 'hang up'): void {
  if (reply === 'hang up') {
    response.destroy();
    return;
  }
  response.writeHead(reply.status, { 'content-type': 'application/json; charset=utf-8', ...reply.headers });
  response.end(reply.body);
}
