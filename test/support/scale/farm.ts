// Servers for the proof at scale, in a process of their own: one listener under every address of 127.0.0.0/8, with a certificate
// that lasts for `farm.test`, and one each that ends in three days for `soon0.farm.test` and on.
import { createServer } from 'node:net';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import { daysFrom, forgeLeaf, forgeRoot } from '../certificates/forge.ts';
import { makeKey } from '../certificates/keys.ts';

export type ScaleFarm = { readonly port: number; readonly anchorsPem: string };

process.once('message', (soon) => void open(Number(soon)));
process.on('disconnect', () => process.exit(0));

async function open(soon: number): Promise<void> {
  const now = new Date();
  const root = forgeRoot({ now });
  const key = makeKey('p256', 'leaf');
  const contextFor = (dns: string, days: number): SecureContext => {
    const leaf = forgeLeaf(root, { now, key, dns: [dns], notAfter: daysFrom(now, days) });
    return createSecureContext({ cert: leaf.pem, key: leaf.keyPem });
  };
  const lasting = contextFor('farm.test', 60);
  const ending = new Map<string, SecureContext>();
  for (let n = 0; n < soon; n++) ending.set(`soon${n}.farm.test`, contextFor(`soon${n}.farm.test`, 3));
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => undefined);
    const secure = new TLSSocket(socket, {
      isServer: true,
      secureContext: lasting,
      SNICallback: (name, done) => done(null, ending.get(name) ?? lasting),
    });
    secure.on('error', () => undefined);
    secure.once('data', () =>
      secure.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'),
    );
    secure.once('end', () => secure.end());
  });
  server.listen({ host: '0.0.0.0', port: 0, backlog: 4096 }, () => {
    const bound = server.address();
    const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
    process.send?.({ port, anchorsPem: root.pem } satisfies ScaleFarm);
  });
}
