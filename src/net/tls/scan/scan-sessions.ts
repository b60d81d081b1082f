import { constants } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { type ConnectionOptions, connect, createSecureContext, type TLSSocket } from 'node:tls';
import type { Asker } from './asker.ts';
import type { VersionLook } from './scan-versions.ts';
import { tls12, tls13 } from './versions.ts';

/** Null: not looked at, or this client and the server could not finish a handshake. */
export type ScannedSessions = {
  /** TLS 1.2 with a ticket (RFC 5077), or by the server's memory (session ID). */
  readonly tickets: boolean | null;
  readonly sessionIds: boolean | null;
  /** TLS 1.3 (RFC 8446 §2.2). */
  readonly preSharedKeys: boolean | null;
  /** TLS 1.2: the client asked for another handshake inside and got it. */
  readonly clientRenegotiation: boolean | null;
};

const perStepMs = 2500;
/** A server that has tickets sends them within one round trip. */
const ticketMs = 1000;
const partingMs = 300;
const legacy = { ciphers: 'ALL:@SECLEVEL=0', minVersion: 'TLSv1' } as const;

/** Whether what one connection agreed on opens the next: with this Node's own client, since it takes keys to see. */
export async function scanSessions(
  looks: readonly VersionLook[],
  asker: Asker,
  { serverName, signal }: { readonly serverName: string | null; readonly signal: AbortSignal },
): Promise<ScannedSessions> {
  const speaks = (code: number) => looks.some(({ seen }) => seen.outcome === 'spoken' && seen.code === code);
  // Sessions of TLS 1.0 and 1.1 go the way of TLS 1.2's; what speaks none of them has no session worth a look.
  const older = speaks(tls12) || speaks(0x0302) || speaks(0x0301);
  const run: Run = { asker, serverName, signal };
  // One after the other: a server that serves one connection at a time would make the next look wait for the last.
  const noTickets = { ...legacy, maxVersion: 'TLSv1.2', secureOptions: constants.SSL_OP_NO_TICKET } as const;
  const tickets = older ? await resumes(run, { ...legacy, maxVersion: 'TLSv1.2' }) : null;
  const sessionIds = older ? await resumes(run, noTickets) : null;
  const preSharedKeys = speaks(tls13) ? await resumes(run, { minVersion: 'TLSv1.3' }) : null;
  const clientRenegotiation = older ? await renegotiates(run) : null;
  return { tickets, sessionIds, preSharedKeys, clientRenegotiation };
}

type Run = { readonly asker: Asker; readonly serverName: string | null; readonly signal: AbortSignal };
type Settings = Pick<ConnectionOptions, 'ciphers' | 'minVersion' | 'maxVersion' | 'secureOptions'>;

async function resumes(run: Run, settings: Settings): Promise<boolean | null> {
  const secureContext = createSecureContext(settings);
  const first = await withClient(run, { secureContext }, async (secure, until) => {
    const session = once(secure, 'session', { signal: until }).then(([bytes]): Buffer => bytes);
    session.catch(() => undefined);
    if (!(await connected(secure, until))) return null;
    // TLS 1.3 sends its tickets after the handshake, and a server without any sends none.
    const known = secure.getProtocol() === 'TLSv1.3' ? null : (secure.getSession() ?? null);
    if (known !== null) return partingWell(secure, until, known);
    const late = setTimeout(() => secure.destroy(), ticketMs);
    const none = once(secure, 'close', { signal: until }).then(() => 'none' as const);
    const got = await Promise.race([session, none]).catch(() => 'none' as const);
    clearTimeout(late);
    return partingWell(secure, until, got);
  });
  if (first === null) return null;
  if (first === 'none') return false;
  return withClient(run, { secureContext, session: first }, async (secure, until) =>
    (await connected(secure, until)) ? secure.isSessionReused() : null,
  );
}

/** OpenSSL forgets the session of a connection that ends without close_notify (RFC 5246 §7.2.1). */
async function partingWell<Value>(secure: TLSSocket, until: AbortSignal, value: Value): Promise<Value> {
  if (secure.destroyed) return value;
  const closed = once(secure, 'close', { signal: until });
  const late = setTimeout(() => secure.destroy(), partingMs);
  secure.resume().end();
  await closed.catch(() => undefined);
  clearTimeout(late);
  return value;
}

/** What an attacker needs little for, and a server much (CVE-2011-1473): asked for once. */
async function renegotiates(run: Run): Promise<boolean | null> {
  const secureContext = createSecureContext({ ...legacy, maxVersion: 'TLSv1.2' });
  return withClient(run, { secureContext }, async (secure, until) => {
    if (!(await connected(secure, until))) return null;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const refuse = (): void => resolve(false);
    secure.once('error', refuse);
    secure.once('close', refuse);
    until.addEventListener('abort', refuse, { once: true });
    const begun = secure.renegotiate({ rejectUnauthorized: false }, (error) => resolve(error === null));
    if (begun === false) refuse();
    return promise;
  });
}

async function connected(secure: TLSSocket, until: AbortSignal): Promise<boolean> {
  try {
    await once(secure, 'secureConnect', { signal: until });
    return true;
  } catch {
    return false;
  }
}

/** One handshake on a connection of its turn; whatever happens, the socket is gone afterwards. */
async function withClient<Value>(
  { asker, serverName, signal }: Run,
  options: ConnectionOptions,
  work: (secure: TLSSocket, until: AbortSignal) => Promise<Value | null>,
): Promise<Value | null> {
  return asker.use(async (socket: Socket, timeoutMs) => {
    const over = new AbortController();
    const until = AbortSignal.any([signal, over.signal]);
    const timer = setTimeout(() => over.abort(), Math.min(perStepMs, timeoutMs));
    const secure = connect({
      ...options,
      socket,
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
      ...(serverName === null ? {} : { servername: serverName }),
    });
    secure.on('error', () => undefined);
    try {
      return await work(secure, until);
    } finally {
      clearTimeout(timer);
      over.abort();
      secure.destroy();
      socket.destroy();
    }
  });
}
