import { defineCheck } from '../../core/check.ts';
import { msText } from '../../core/time-text.ts';
import { httpProbe } from '../../probes/http.ts';
import { tcpProbe } from '../../probes/tcp.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { curlPinned } from '../commands/curl.ts';
import { addressOf } from '../commands/place.ts';
import { evidence } from '../reading/evidence.ts';

/** Beyond this people take a page for broken and give up on it. */
const slowMs = 3000;

const timings = `-w 'dns %{time_namelookup} tcp %{time_connect} tls %{time_appconnect} first byte %{time_starttransfer}\\n'`;

export const httpSlow = defineCheck({
  id: 'http/slow',
  severity: 'warning',
  blame: 'target',
  title: 'The server answers slowly',
  explanation:
    'The first byte of the response took more than three seconds. People take a page like that for broken, and clients with short timeouts fail. The times in the evidence show which phase is slow.',
  fix: 'If connecting is fast and the response is slow, look at the application and its database. If connecting is slow as well, look at the network, at the load of the machine and at its accept queue.',
  citation: 'RFC 9112 §9.5',
  reads: { http: httpProbe },
  mayRead: { tcp: tcpProbe, tls: tlsProbe },
  judge({ http, tcp, tls }) {
    const hop = http.hops.find(({ status, elapsedMs }) => status !== null && elapsedMs > slowMs);
    if (hop === undefined) return [];
    const tcpMs = tcp?.addresses.find(({ address }) => addressOf(address) === hop.address)?.elapsedMs;
    const tlsMs = tls?.addresses.find(({ address }) => addressOf(address) === hop.address)?.elapsedMs;
    return [
      {
        title: `The first byte of the response took ${msText(hop.elapsedMs)}`,
        evidence: [
          evidence('URL', hop.url),
          evidence('address', hop.address),
          ...(tcpMs === undefined ? [] : [evidence('TCP connect', msText(tcpMs))]),
          ...(tlsMs === undefined ? [] : [evidence('TLS handshake', msText(tlsMs))]),
          evidence('first byte', msText(hop.elapsedMs)),
        ],
        reproduce: curlPinned(hop.url, hop.address, timings),
      },
    ];
  },
});
