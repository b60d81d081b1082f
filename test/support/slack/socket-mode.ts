import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';

export type Envelope = {
  readonly type: 'slash_commands' | 'interactive' | 'events_api';
  readonly payload: object;
  /** For events only: which repetition this is. */
  readonly retry?: number;
};

/** How the bot acknowledged: after how long, and with what it answered right there (null: nothing). */
export type Ack = { readonly ackMs: number; readonly payload: Readonly<Record<string, unknown>> | null };

export type SocketModeWorld = {
  readonly appId: string;
  readonly ackWithinMs: number;
  /** An acknowledgement nobody waits for any more, or twice. */
  readonly onStrayAck: (envelopeId: string) => void;
  readonly onChange: () => void;
};

export type SocketMode = {
  /** A URL that can be connected to once, as apps.connections.open gives it. */
  newPath(): string;
  connections(): number;
  /** Rejects when the acknowledgement does not come in time. */
  deliver(envelope: Envelope): Promise<Ack>;
  /** Sends these very words, whatever they are, and waits for nothing. */
  raw(text: string): void;
  /** As Slack does every few hours: says so, then closes. `link_disabled`: Socket Mode was switched off. */
  disconnect(reason: 'warning' | 'refresh_requested' | 'link_disabled'): void;
  /** Cuts the connections without a word. */
  cut(): void;
  close(): Promise<void>;
};

type Waiting = {
  readonly at: number;
  readonly timer: NodeJS.Timeout;
  readonly resolve: (ack: Ack) => void;
  readonly reject: (reason: Error) => void;
};

const pingMs = 10_000;
/** Of one app ("Using Socket Mode"). */
const mostConnections = 10;

export function createSocketMode(server: Server, world: SocketModeWorld): SocketMode {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 256_000 });
  const tickets = new Set<string>();
  const waiting = new Map<string, Waiting>();
  const open: WebSocket[] = [];
  let turn = 0;
  const pinging = setInterval(() => {
    for (const socket of open) socket.ping('Ping from the stand-in');
  }, pingMs);
  pinging.unref();

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const ticket = new URL(request.url ?? '/', 'http://stand-in').searchParams.get('ticket') ?? '';
    if (!tickets.delete(ticket)) {
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, accept);
  });

  function accept(socket: WebSocket): void {
    socket.on('error', () => undefined);
    socket.on('close', () => {
      const index = open.indexOf(socket);
      if (index !== -1) open.splice(index, 1);
      world.onChange();
    });
    socket.on('message', (data) => settle(String(data)));
    if (open.length >= mostConnections) {
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets', debug_info: {} }));
      socket.close(1000);
      return;
    }
    open.push(socket);
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: open.length,
        debug_info: { host: 'applink-stand-in', build_number: 1, approximate_connection_time: 18_060 },
        connection_info: { app_id: world.appId },
      }),
    );
    socket.ping('Ping from the stand-in');
    world.onChange();
  }

  function settle(text: string): void {
    const { envelope_id: id, payload } = JSON.parse(text) as {
      envelope_id?: string;
      payload?: Ack['payload'];
    };
    const one = waiting.get(id ?? '');
    if (one === undefined) {
      world.onStrayAck(id ?? text.slice(0, 100));
      return;
    }
    waiting.delete(id ?? '');
    clearTimeout(one.timer);
    const isEmpty = payload === undefined || payload === null || Object.keys(payload).length === 0;
    one.resolve({ ackMs: performance.now() - one.at, payload: isEmpty ? null : payload });
  }

  return {
    newPath() {
      const ticket = randomUUID();
      tickets.add(ticket);
      return `/link/?ticket=${ticket}&app_id=${world.appId}`;
    },
    connections: () => open.length,
    deliver({ type, payload, retry }) {
      // One connection gets each envelope, whichever: here they take turns.
      turn += 1;
      const socket = open[turn % open.length];
      if (socket === undefined) return Promise.reject(new Error('No bot is connected to the stand-in.'));
      const id = randomUUID();
      const { promise, resolve, reject } = Promise.withResolvers<Ack>();
      const timer = setTimeout(() => {
        waiting.delete(id);
        reject(new Error(`operation_timeout: no acknowledgement of ${type} within ${world.ackWithinMs} ms`));
      }, world.ackWithinMs);
      waiting.set(id, { at: performance.now(), timer, resolve, reject });
      socket.send(
        JSON.stringify({
          envelope_id: id,
          type,
          payload,
          accepts_response_payload: type !== 'events_api',
          ...(type === 'events_api'
            ? { retry_attempt: retry ?? 0, retry_reason: retry === undefined ? '' : 'timeout' }
            : {}),
        }),
      );
      return promise;
    },
    raw(text) {
      open.at(-1)?.send(text);
    },
    disconnect(reason) {
      for (const socket of [...open]) {
        socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'applink-stand-in' } }));
        if (reason !== 'warning') socket.close(1000);
      }
    },
    cut() {
      for (const socket of [...open]) socket.terminate();
    },
    close() {
      clearInterval(pinging);
      for (const { timer, reject } of waiting.values()) {
        clearTimeout(timer);
        reject(new Error('The stand-in closed while waiting for an acknowledgement.'));
      }
      for (const socket of sockets.clients) socket.terminate();
      return new Promise((resolve) => sockets.close(() => resolve()));
    },
  };
}
