// Servers that bench/sweep.ts looks at, in a process of their own: few listeners, each under many addresses of 127.0.0.0/8, and a
// leaf of its own for each address and port. One of the listeners has a chain of P-384, which costs a verifier seven times more. One
// root for each kind of key: other programs read their file of roots for each connection, which would be measured otherwise.
import { createServer, type Socket } from 'node:net';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import {
  type Forged,
  forgeIntermediate,
  forgeLeaf,
  forgeRoot,
} from '../../test/support/certificates/forge.ts';
import { type KeyKind, makeKey } from '../../test/support/certificates/keys.ts';
import { dropsSyn } from '../../test/support/farm/drops-syn.ts';

export type FarmOrder = {
  /** One number for each farm, so that no two share an address. */
  readonly number: number;
  readonly listeners: number;
  readonly perListener: number;
  /** How many further targets take a connection and say nothing, and how many do not even do that. */
  readonly tarpits: number;
  readonly dead: number;
  readonly withP384: boolean;
};

export type Farm = {
  readonly anchorsPem: string;
  readonly healthy: readonly string[];
  readonly tarpits: readonly string[];
  readonly dead: readonly string[];
};

process.once('message', (order) => void open(order as FarmOrder));
process.on('disconnect', () => process.exit(0));

async function open({ number, listeners, perListener, ...order }: FarmOrder): Promise<void> {
  const healthy: string[] = [];
  const addresses = addressesOf(number, perListener);
  const authorities = { p256: authorityOf('p256'), p384: order.withP384 ? authorityOf('p384') : null };
  for (let at = 0; at < listeners; at += 1) {
    const contexts = contextsFor(addresses, (at === 0 ? authorities.p384 : null) ?? authorities.p256);
    const port = await listen((socket) => answer(socket, contexts));
    healthy.push(...addresses.map((address) => `${address}:${port}`));
  }
  const silent = await listen((socket) => void socket.on('error', () => undefined).resume());
  const deaf = await dropsSyn('0.0.0.0');
  const farm: Farm = {
    anchorsPem: [authorities.p256, authorities.p384].map((one) => one?.root.pem ?? '').join('\n'),
    healthy,
    tarpits: addressesOf(number + 100, order.tarpits).map((address) => `${address}:${silent}`),
    dead: addressesOf(number + 100, order.dead).map((address) => `${address}:${deaf.port}`),
  };
  process.send?.(farm);
}

function addressesOf(number: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `127.${number}.${Math.floor(at / 250)}.${(at % 250) + 1}`);
}

type Authority = {
  readonly kind: KeyKind;
  readonly root: Forged;
  readonly intermediate: Forged;
};

function authorityOf(kind: KeyKind): Authority {
  const settings = { now: new Date(), key: kind, hash: hashFor(kind) } as const;
  const root = forgeRoot(settings);
  return { kind, root, intermediate: forgeIntermediate(root, settings) };
}

function hashFor(kind: KeyKind) {
  return kind === 'p384' ? 'sha384' : 'sha256';
}

function contextsFor(addresses: readonly string[], { kind, intermediate }: Authority) {
  const now = new Date();
  // Keys of their own would not make any client's work another, and half a minute to forge.
  const key = makeKey(kind, 'leaf');
  return new Map(
    addresses.map((address): [string, SecureContext] => {
      const leaf = forgeLeaf(intermediate, { now, key, hash: hashFor(kind), ip: [address] });
      const cert = `${leaf.pem}\n${intermediate.pem}`;
      return [address, createSecureContext({ cert, key: leaf.keyPem })];
    }),
  );
}

function listen(onConnection: (socket: Socket) => void): Promise<number> {
  const server = createServer({ noDelay: true }, onConnection);
  return new Promise((resolve) => {
    server.listen({ host: '0.0.0.0', port: 0, backlog: 4096 }, () => {
      const bound = server.address();
      resolve(typeof bound === 'object' && bound !== null ? bound.port : 0);
    });
  });
}

const body = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

function answer(socket: Socket, contexts: ReadonlyMap<string, SecureContext>): void {
  const secureContext = contexts.get(socket.localAddress ?? '');
  if (secureContext === undefined) {
    socket.destroy();
    return;
  }
  socket.on('error', () => undefined);
  const secure = new TLSSocket(socket, { isServer: true, secureContext, ALPNProtocols: ['http/1.1'] });
  secure.on('error', () => undefined);
  secure.once('data', () => secure.end(body));
  secure.once('end', () => secure.end());
}
