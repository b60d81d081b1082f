// Servers that bench/sweep.ts looks at, in a process of their own: few listeners, each under many addresses of 127.0.0.0/8, and a
// leaf of its own for each address and port. One of the listeners has a chain of P-384, which costs a verifier seven times more.
import { createServer, type Socket } from 'node:net';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import { forgeIntermediate, forgeLeaf, forgeRoot } from '../../test/support/certificates/forge.ts';
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
  const anchors: string[] = [];
  const healthy: string[] = [];
  const addresses = addressesOf(number, perListener);
  for (let at = 0; at < listeners; at += 1) {
    const kind = order.withP384 && at === 0 ? 'p384' : 'p256';
    const { root, contexts } = contextsFor(addresses, kind);
    anchors.push(root);
    const port = await listen((socket) => answer(socket, contexts));
    healthy.push(...addresses.map((address) => `${address}:${port}`));
  }
  const silent = await listen((socket) => void socket.on('error', () => undefined).resume());
  const deaf = await dropsSyn('0.0.0.0');
  const farm: Farm = {
    anchorsPem: anchors.join('\n'),
    healthy,
    tarpits: addressesOf(number + 100, order.tarpits).map((address) => `${address}:${silent}`),
    dead: addressesOf(number + 100, order.dead).map((address) => `${address}:${deaf.port}`),
  };
  process.send?.(farm);
}

function addressesOf(number: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `127.${number}.${Math.floor(at / 250)}.${(at % 250) + 1}`);
}

function contextsFor(addresses: readonly string[], kind: KeyKind) {
  const now = new Date();
  const hash = kind === 'p384' ? 'sha384' : 'sha256';
  const root = forgeRoot({ now, key: kind, hash });
  const intermediate = forgeIntermediate(root, { now, key: kind, hash });
  // Keys of their own would not make any client's work another, and half a minute to forge.
  const key = makeKey(kind, 'leaf');
  const contexts = new Map(
    addresses.map((address): [string, SecureContext] => {
      const leaf = forgeLeaf(intermediate, { now, key, hash, ip: [address] });
      const cert = `${leaf.pem}\n${intermediate.pem}`;
      return [address, createSecureContext({ cert, key: leaf.keyPem })];
    }),
  );
  return { root: root.pem, contexts };
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
