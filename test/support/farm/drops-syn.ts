import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import type { FarmServer } from './listener.ts';

/** Listens with the shortest queue there is, reports the port, then blocks its thread so that nothing is accepted. */
const deafListener = `
  const { parentPort, workerData: { gate, host } } = require('node:worker_threads');
  const server = require('node:net').createServer();
  server.listen({ host, port: 0, backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    Atomics.wait(new Int32Array(gate), 0, 0);
    server.close();
  });
`;

/**
 * A port whose SYNs Linux drops: its accept queue is full and nobody accepts. A connection attempt hears nothing.
 * `connections()` is always 0: none of them is ever accepted. `host`: 0.0.0.0 makes every loopback address such a one.
 */
export async function dropsSyn(host = '127.0.0.1'): Promise<FarmServer> {
  const gate = new SharedArrayBuffer(4);
  const worker = new Worker(deafListener, { eval: true, workerData: { gate, host } });
  const started = Promise.withResolvers<number>();
  worker.once('message', started.resolve);
  worker.once('error', started.reject);
  const port = await started.promise;
  // A backlog of n holds n + 1 connections; one at a time, because a burst would overtake the count.
  const queued = [await connected(port), await connected(port)];
  return {
    address: '127.0.0.1',
    port,
    connections: () => 0,
    async [Symbol.asyncDispose]() {
      for (const socket of queued) socket.destroy();
      const exited = Promise.withResolvers<void>();
      worker.once('exit', () => exited.resolve());
      Atomics.store(new Int32Array(gate), 0, 1);
      Atomics.notify(new Int32Array(gate), 0);
      await worker.terminate();
      await exited.promise;
    },
  };
}

async function connected(port: number): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const socket = connect({ host: '127.0.0.1', port }, () => resolve());
  socket.once('error', reject);
  await promise;
  socket.on('error', () => undefined);
  return socket;
}
