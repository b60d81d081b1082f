import { connect, createServer } from 'node:net';
import { forgeScenario } from '../certificates/scenarios.ts';
import { realNow } from '../diagnosing.ts';
import { type Behaviour, startListener } from '../farm/listener.ts';
import { startTlsServer } from '../farm/tls-server.ts';
import { serverAddress } from './namespaces.ts';

/** What stands at the end of the way. */
export type ServerKind = 'sound' | 'silent' | 'reads-one-packet';

const port = 443;
const { chain, key, anchorsPem, host } = forgeScenario('healthy-rsa', { now: realNow });
const kind = JSON.parse(process.argv[2] ?? '') as ServerKind;

const place = { host: serverAddress, port };
const silent: Behaviour = (socket) => void socket.resume();

async function open(): Promise<AsyncDisposable> {
  switch (kind) {
    case 'sound':
      return startTlsServer({ chain, key, ...place });
    case 'silent':
      return startListener(silent, place);
    case 'reads-one-packet':
      return startPicky();
  }
}

/** Stands before a sound server and lets only those in whose first message is small. */
async function startPicky(): Promise<AsyncDisposable> {
  const behind = await startTlsServer({ chain, key, host: '127.0.0.1' });
  const front = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (hello) => {
      if (hello.length > 1000) return;
      const through = connect(behind.port, '127.0.0.1');
      through.on('error', () => undefined);
      through.write(hello);
      socket.pipe(through).pipe(socket);
    });
  });
  await new Promise<void>((done) => front.listen(port, serverAddress, done));
  return behind;
}

await open();
process.stdout.write(`${JSON.stringify({ anchorsPem, host, port })}\n`);
// Until whoever started it closes the pipe, or dies.
process.stdin.resume().once('end', () => process.exit());
