import type { Socket } from 'node:net';
import { alertRecord, type Flight, flightBytes } from './flight.ts';
import { afterFirstBytes, type FarmServer, type Place, startListener } from './listener.ts';

/** How a server behaves once it has said its last: leave it open, FIN, RST, or a fatal alert and FIN. */
export type Ending = 'stall' | 'close' | 'reset' | { readonly alert: number };

/**
 * Answers each ClientHello with a hand-made TLS 1.2 flight, which no client can complete:
 *
 *     startFlightServer({ certificates: [intermediate, leaf], done: true }, { ending: 'stall' })
 *     startFlightServer({ version: 0x0301 })                                     TLS 1.0 in the ServerHello
 *     startFlightServer({ cipherSuite: 0x009e, certificates, serverKeyExchange: diffieHellmanKeyExchange(prime) })
 */
export function startFlightServer(
  flight: Flight,
  { ending = 'stall', ...place }: Place & { readonly ending?: Ending } = {},
): Promise<FarmServer> {
  const bytes = flightBytes(flight);
  return startListener(
    (socket) =>
      afterFirstBytes(socket, () => {
        socket.resume().write(bytes);
        end(socket, ending);
      }),
    place,
  );
}

/** Brings a connection to its `Ending`; what was written before is flushed except for a reset. */
export function end(socket: Socket, ending: Ending): void {
  if (ending === 'stall') return;
  if (ending === 'close') socket.end();
  else if (ending === 'reset') socket.resetAndDestroy();
  else socket.end(alertRecord(ending.alert));
}
