import { defineCheck } from '../../core/check.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { curlConnect } from '../commands/connect.ts';
import { addressOf } from '../commands/place.ts';
import { evidence } from '../reading/evidence.ts';

export const tcpUnstable = defineCheck({
  id: 'tcp/unstable',
  severity: 'error',
  blame: 'target',
  title: 'An address accepts one connection and not the next',
  explanation:
    'The first connection was accepted, and a second one a moment later was not. The service restarts just now, is out of connections or file descriptors, or something in front of it limits the rate of connections.',
  fix: 'Look again in a minute. If it stays, look at the limits of the service (worker_connections, MaxRequestWorkers, maxconn, ulimit -n), at its accept queue (ss -ltn) and at connection rate rules of the firewall.',
  citation: 'RFC 9293 §3.5.2',
  reads: { tls: tlsProbe },
  judge({ tls }) {
    const lost = tls.addresses.flatMap(({ address, handshake }) =>
      handshake.kind === 'not-connected' && handshake.failure !== 'aborted'
        ? [{ address, failure: handshake.failure }]
        : [],
    );
    const first = lost[0];
    if (first === undefined) return [];
    return [
      {
        severity: lost.length === tls.addresses.length ? 'fatal' : 'error',
        title: `${addressOf(first.address)} accepted one connection and not the next`,
        evidence: lost
          .slice(0, 8)
          .map(({ address, failure }) => evidence(addressOf(address), `first accepted, then ${failure}`)),
        reproduce: curlConnect(first.address),
      },
    ];
  },
});
