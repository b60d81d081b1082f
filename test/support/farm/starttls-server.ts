import type { Socket } from 'node:net';
import { createSecureContext, type SecureContextOptions, TLSSocket, type TLSSocketOptions } from 'node:tls';
import { type FarmServer, type Place, startListener } from './listener.ts';
import { type Identity, keyPemOf, pemOf } from './tls-server.ts';

/** The server's side of a conversation in the clear. Waiting ends with null when the client hangs up. */
export type ServerTalk = {
  write(bytes: string | Uint8Array): void;
  line(): Promise<string | null>;
  bytes(count: number): Promise<Buffer | null>;
  until(pattern: RegExp): Promise<string | null>;
  /** TLS from the next byte on; what came already is thrown away, as RFC 3207 §4.2 wants, unless it is TLS. */
  tls(come?: 'clear' | 'tls'): void;
  end(): void;
  reset(): void;
};

export type Script = (talk: ServerTalk) => Promise<void>;

export type StarttlsSettings = Place &
  Identity & { readonly options?: SecureContextOptions & TLSSocketOptions };

/** A server that begins in the clear and follows `script` until that asks for TLS or ends. */
export function startStarttlsServer(script: Script, settings: StarttlsSettings): Promise<FarmServer> {
  const { chain, key, options } = settings;
  const secureContext = createSecureContext({
    ciphers: 'DEFAULT:@SECLEVEL=0',
    ...options,
    cert: pemOf(chain),
    key: keyPemOf(key),
  });
  return startListener((socket) => {
    void script(
      serverTalk(socket, () => {
        const secured = new TLSSocket(socket, { ...options, isServer: true, secureContext });
        secured.on('error', () => undefined);
        secured.resume();
      }),
    );
  }, settings);
}

function serverTalk(socket: Socket, beginTls: () => void): ServerTalk {
  let pending = Buffer.alloc(0);
  let over = false;
  let wake: () => void = () => undefined;
  const take = (chunk: Buffer): void => {
    pending = Buffer.concat([pending, chunk]);
    wake();
  };
  const stop = (): void => {
    over = true;
    wake();
  };
  socket.on('data', take).on('end', stop).on('close', stop);

  async function next<Found>(find: () => { found: Found; taken: number } | null): Promise<Found | null> {
    for (;;) {
      const hit = find();
      if (hit !== null) {
        pending = pending.subarray(hit.taken);
        return hit.found;
      }
      if (over) return null;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
  return {
    write: (bytes) => void (socket.writable && socket.write(bytes)),
    line: () =>
      next(() => {
        const end = pending.indexOf('\n');
        return end === -1
          ? null
          : { found: pending.toString('latin1', 0, end).replace(/\r$/, ''), taken: end + 1 };
      }),
    bytes: (count) =>
      next(() =>
        pending.length < count ? null : { found: Buffer.from(pending.subarray(0, count)), taken: count },
      ),
    until: (pattern) =>
      next(() => {
        const text = pending.toString('latin1');
        const match = pattern.exec(text);
        if (match === null) return null;
        const taken = match.index + match[0].length;
        return { found: text.slice(0, taken), taken };
      }),
    tls(come = 'clear') {
      socket.pause();
      socket.off('data', take).off('end', stop).off('close', stop);
      if (come === 'tls' && pending.length > 0) socket.unshift(pending);
      beginTls();
    },
    end: () => void socket.end(),
    reset: () => void socket.resetAndDestroy(),
  };
}
