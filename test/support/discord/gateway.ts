import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';

export type GatewayWorld = {
  readonly token: string;
  readonly url: () => string;
  /** What READY says beside the session, and the guilds that follow it. */
  readonly ready: () => Record<string, unknown>;
  readonly guilds: () => readonly Record<string, unknown>[];
  readonly onChange: () => void;
};

/** The gateway: HELLO, IDENTIFY, heartbeats, RESUME with replay. */
export type Gateway = {
  /** Sends an event to the session that is open, or keeps it for when that one resumes. */
  dispatch(type: string, data: unknown): void;
  /** Sends this very text to the session that is open. */
  raw(text: string): void;
  /** Sessions that identified and did not end. */
  sessions(): number;
  /** How often a bot identified, those included that ended. */
  identifies(): number;
  /** Intents of the newest IDENTIFY; null before the first. */
  intents(): number | null;
  heartbeats(): number;
  resumes(): number;
  /** The next IDENTIFY is closed with this code, whatever it says. */
  refuseNext(code: number): void;
  /** Closes every connection with this code; Discord does so on deploys (1001) and for a bad token (4004). */
  drop(code: number): void;
  close(): Promise<void>;
};

type Session = { readonly id: string; sequence: number; readonly sent: Packet[]; socket: WebSocket | null };
type Packet = { readonly op: 0; readonly t: string; readonly s: number; readonly d: unknown };

const guildsIntent = 1;
/** Members, presences, message content: each needs Discord's approval. */
const privilegedIntents = (1 << 1) | (1 << 8) | (1 << 15);
const heartbeatMs = 41_250;

export function createGateway(server: Server, world: GatewayWorld): Gateway {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 4096 });
  const sessions = new Map<string, Session>();
  let newestIntents: number | null = null;
  let heartbeats = 0;
  let resumes = 0;
  let refusing: number | null = null;

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const url = new URL(request.url ?? '/', 'http://stand-in');
    const speaks = url.searchParams.get('v') === '10' && url.searchParams.get('encoding') === 'json';
    if (!url.pathname.startsWith('/gateway') || !speaks) {
      socket.destroy();
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => accept(opened));
  });

  function accept(socket: WebSocket): void {
    let session: Session | null = null;
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (session !== null) session.socket = null;
      world.onChange();
    });
    socket.on('message', (data: RawData) => {
      const { op, d } = JSON.parse(String(data)) as { readonly op: number; readonly d: unknown };
      switch (op) {
        case 1:
          heartbeats += 1;
          socket.send(JSON.stringify({ op: 11 }));
          return world.onChange();
        case 2:
          session = identify(socket, d as Identify);
          return world.onChange();
        case 6:
          session = resume(socket, d as Resume);
          return world.onChange();
        case 3:
          return;
        default:
          socket.close(4001, 'Unknown opcode');
      }
    });
    socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: heartbeatMs } }));
  }

  type Identify = { readonly token: string; readonly intents: number; readonly properties?: unknown };
  function identify(socket: WebSocket, { token, intents, properties }: Identify): Session | null {
    newestIntents = intents;
    if (refusing !== null) {
      const code = refusing;
      refusing = null;
      return refuse(socket, code, 'Refused.');
    }
    if (token !== world.token) return refuse(socket, 4004, 'Authentication failed.');
    if (!Number.isInteger(intents) || properties === undefined)
      return refuse(socket, 4013, 'Invalid intent(s).');
    if ((intents & privilegedIntents) !== 0) return refuse(socket, 4014, 'Disallowed intent(s).');
    const session: Session = { id: `session-${sessions.size + 1}`, sequence: 0, sent: [], socket };
    sessions.set(session.id, session);
    const guilds = world.guilds();
    const known = (intents & guildsIntent) === 0 ? [] : guilds;
    send(session, 'READY', {
      v: 10,
      ...world.ready(),
      session_id: session.id,
      resume_gateway_url: world.url(),
      guilds: known.map(({ id }) => ({ id, unavailable: true })),
    });
    for (const guild of known) send(session, 'GUILD_CREATE', guild);
    return session;
  }

  type Resume = { readonly token: string; readonly session_id: string; readonly seq: number };
  function resume(socket: WebSocket, { token, session_id: id, seq }: Resume): Session | null {
    const session = sessions.get(id);
    if (token !== world.token) return refuse(socket, 4004, 'Authentication failed.');
    if (session === undefined) {
      socket.send(JSON.stringify({ op: 9, d: false }));
      return null;
    }
    resumes += 1;
    session.socket = socket;
    for (const packet of session.sent.filter((candidate) => candidate.s > seq))
      socket.send(JSON.stringify(packet));
    send(session, 'RESUMED', {});
    return session;
  }

  return {
    dispatch(type, data) {
      const newest = [...sessions.values()].at(-1);
      if (newest === undefined) throw new Error('No bot is connected to the stand-in.');
      send(newest, type, data);
    },
    raw(text) {
      [...sessions.values()].at(-1)?.socket?.send(text);
    },
    sessions: () => [...sessions.values()].filter(({ socket }) => socket !== null).length,
    identifies: () => sessions.size,
    intents: () => newestIntents,
    heartbeats: () => heartbeats,
    resumes: () => resumes,
    refuseNext(code) {
      refusing = code;
    },
    drop(code) {
      for (const socket of sockets.clients) socket.close(code);
    },
    close() {
      for (const socket of sockets.clients) socket.terminate();
      return new Promise((resolve) => sockets.close(() => resolve()));
    },
  };
}

function send(session: Session, type: string, data: unknown): void {
  session.sequence += 1;
  const packet: Packet = { op: 0, t: type, s: session.sequence, d: data };
  session.sent.push(packet);
  session.socket?.send(JSON.stringify(packet));
}

function refuse(socket: WebSocket, code: number, reason: string): null {
  socket.close(code, reason);
  return null;
}
