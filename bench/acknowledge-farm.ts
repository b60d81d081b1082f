// The servers that bench/acknowledge.ts sweeps, in a process of their own: 50 listeners with a certificate each, every one of
// them valid for 200 loopback addresses, which makes 10,000 endpoints.
import { createServer, type Server } from 'node:tls';
import { forgeScenario } from '../test/support/certificates/scenarios.ts';
import { keyPemOf, pemOf } from '../test/support/farm/tls-server.ts';

const listeners = 50;
const addresses = Array.from({ length: 200 }, (_, at) => `127.9.${Math.floor(at / 100)}.${(at % 100) + 1}`);

let connections = 0;
const anchors: string[] = [];
const ports: number[] = [];
const body = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

for (let at = 0; at < listeners; at += 1) {
  const leaf = { dns: [], ip: addresses };
  const { chain, key, anchorsPem } = forgeScenario('ip-san', { now: new Date(), leaf });
  anchors.push(anchorsPem);
  ports.push(await listen(createServer({ cert: pemOf(chain), key: keyPemOf(key) })));
}

process.send?.({ anchorsPem: anchors.join('\n'), targets: targets() });
process.on('message', () => process.send?.({ connections }));
process.on('disconnect', () => process.exit(0));

function listen(server: Server): Promise<number> {
  server.on('connection', () => {
    connections += 1;
  });
  server.on('tlsClientError', () => undefined);
  server.on('secureConnection', (socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(body));
  });
  return new Promise((resolve) => {
    server.listen({ host: '0.0.0.0', port: 0 }, () => {
      const bound = server.address();
      resolve(typeof bound === 'object' && bound !== null ? bound.port : 0);
    });
  });
}

/** Neighbours in the list are on different listeners. */
function targets(): readonly string[] {
  return addresses.flatMap((address) => ports.map((port) => `${address}:${port}`));
}
