import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forgeScenario } from '../certificates/scenarios.ts';
import { realNow } from '../diagnosing.ts';
import { startDnsServer } from '../dns/dns-server.ts';
import { startFlightServer } from '../farm/flight-server.ts';
import { answersStatus, redirectsTo } from '../farm/http-answers.ts';
import { startHttpServer } from '../farm/http-server.ts';
import { startListener } from '../farm/listener.ts';
import { startTlsServer } from '../farm/tls-server.ts';
import { freePort } from '../processes/free-port.ts';
import { type Stage, setStage } from './stage.ts';

const { host, anchorsPem, chain, key } = forgeScenario('healthy', { now: realNow });

/** ServerKeyExchange of ECDHE over X25519 with an ECDSA signature that the key of the leaf did not make. */
function signedByAnother(): Uint8Array {
  const parameters = Buffer.concat([Buffer.from([3, 0, 29, 32]), Buffer.alloc(32, 9)]);
  const signature = Buffer.from('3006020101020101', 'hex');
  return Buffer.concat([parameters, Buffer.from([4, 3, 0, signature.length]), signature]);
}

/** What belongs to no other topic. */
export const oddEndStages: readonly Stage[] = [
  {
    name: 'a name with forty addresses, none of which listens',
    verdict: 'broken',
    finding: 'tcp/refused',
    also: ['target/addresses-left-out'],
    async open() {
      const many = Array.from({ length: 40 }, (_, index) => `127.0.1.${index + 1}`);
      const dns = await startDnsServer({ records: { [host]: { A: many } } });
      return setStage({
        typed: `${host}:${await freePort()}`,
        settings: { dnsServers: [dns.address] },
        servers: [dns],
      });
    },
  },
  {
    name: 'an address from the hosts file',
    verdict: 'healthy',
    finding: null,
    also: ['dns/hosts-file'],
    async open() {
      const folder = await mkdtemp(join(tmpdir(), 'notafter-hosts-'));
      const hostsFile = join(folder, 'hosts');
      await writeFile(hostsFile, `127.0.0.1 ${host}\n`);
      const server = await startTlsServer({ chain, key });
      const gone = { [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
      return setStage({
        typed: `tls://${host}:${server.port}`,
        settings: { anchorsPem, hostsFile },
        servers: [gone, server],
      });
    },
  },
  {
    name: 'a signature of another key in the handshake',
    verdict: 'broken',
    finding: 'tls/handshake-failed',
    shows: /bad signature|verify failure|last block|signature/i,
    async open() {
      const server = await startFlightServer(
        { certificates: chain, done: true, serverKeyExchange: signedByAnother() },
        { ending: 'close' },
      );
      return setStage({
        typed: `tls://${host}:${server.port}`,
        address: '127.0.0.1',
        settings: { anchorsPem },
        servers: [server],
      });
    },
  },
  {
    name: 'a redirect to where nothing listens',
    verdict: 'degraded',
    finding: 'http/connection-failed',
    shows: /[Ll]ocation: http|refused/,
    async open() {
      const place = `https://127.0.0.1:${await freePort()}/`;
      const server = await startHttpServer(redirectsTo(place), { chain, key });
      return setStage({
        typed: `${host}:${server.port}`,
        address: '127.0.0.1',
        settings: { anchorsPem },
        servers: [server],
      });
    },
  },
  {
    name: 'accepts one connection and not the next',
    verdict: 'broken',
    finding: 'tcp/unstable',
    async open() {
      const server = await startListener((socket) => {
        socket.destroy();
        void server[Symbol.asyncDispose]();
      });
      return setStage({
        typed: `tls://${host}:${server.port}`,
        address: '127.0.0.1',
        settings: { anchorsPem },
        servers: [server],
      });
    },
  },
  {
    name: 'a port that is registered for MQTT over TLS',
    verdict: 'healthy',
    finding: null,
    also: ['target/scheme-assumed'],
    async open() {
      const server = await startTlsServer({ chain, key, host: '127.88.83.1', port: 8883 });
      return setStage({
        typed: `${host}:8883`,
        address: '127.88.83.1',
        settings: { anchorsPem },
        servers: [server],
      });
    },
  },
  {
    name: 'a client certificate that is not configured',
    verdict: 'unknown',
    finding: 'target/client-unknown',
    async open() {
      const server = await startTlsServer({ chain, key });
      return setStage({
        typed: `tls://${host}:${server.port}`,
        address: '127.0.0.1',
        client: 'payments',
        settings: { anchorsPem },
        servers: [server],
      });
    },
  },
  {
    name: 'first byte after more than three seconds',
    verdict: 'healthy',
    finding: 'http/slow',
    shows: /total|[3-9]\.\d/,
    async open() {
      const server = await startHttpServer(
        (exchange) => void setTimeout(() => answersStatus(200)(exchange), 3200),
        { chain, key },
      );
      return setStage({
        typed: `${host}:${server.port}`,
        address: '127.0.0.1',
        settings: { anchorsPem },
        servers: [server],
      });
    },
  },
];
