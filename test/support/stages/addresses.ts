import type { Verdict } from '../../../src/core/diagnosis.ts';
import type { FindingId } from '../../../src/core/finding.ts';
import type { Scenario } from '../certificates/scenario.ts';
import { forgeScenario } from '../certificates/scenarios.ts';
import { realNow } from '../diagnosing.ts';
import { startDnsServer } from '../dns/dns-server.ts';
import { answersStatus, neverAnswers } from '../farm/http-answers.ts';
import { type HttpAnswer, startHttpServer } from '../farm/http-server.ts';
import type { FarmServer, Place } from '../farm/listener.ts';
import { acceptAndStaySilent } from '../farm/raw-servers.ts';
import { type Stage, setStage } from './stage.ts';

const fresh = forgeScenario('healthy', { now: realNow });
const old = forgeScenario('renewal-due', { now: realNow });
const { host } = fresh;
const anchorsPem = fresh.anchorsPem + old.anchorsPem;

type Backend = (place: Place) => Promise<FarmServer>;

function serves(answer: HttpAnswer, identity: Pick<Scenario, 'chain' | 'key'> = fresh): Backend {
  return (place) => startHttpServer(answer, { ...identity, ...place });
}

const good = serves(answersStatus(200));
const failing = serves(answersStatus(502));

type Row = readonly [
  name: string,
  backends: Readonly<Record<string, Backend>>,
  verdict: Verdict,
  finding: FindingId | null,
  more?: Pick<Stage, 'also'> & { readonly deadlineMs?: number },
];

const rows: readonly Row[] = [
  [
    '502 at one of three addresses',
    { '127.0.0.1': good, '127.0.0.2': failing, '127.0.0.3': good },
    'degraded',
    'http/addresses-differ',
  ],
  [
    '502 at the first of two addresses',
    { '127.0.0.1': failing, '127.0.0.2': good },
    'degraded',
    'http/addresses-differ',
  ],
  ['502 at both addresses', { '127.0.0.1': failing, '127.0.0.2': failing }, 'broken', 'http/status'],
  [
    '404 at one of two addresses',
    { '127.0.0.1': good, '127.0.0.2': serves(answersStatus(404)) },
    'degraded',
    'http/addresses-differ',
  ],
  [
    '429 at one of two addresses',
    { '127.0.0.1': good, '127.0.0.2': serves(answersStatus(429)) },
    'healthy',
    null,
    { also: ['http/addresses-differ'] },
  ],
  [
    'one of two addresses never answers the request',
    { '127.0.0.1': serves(neverAnswers), '127.0.0.2': good },
    'degraded',
    'http/addresses-differ',
    { deadlineMs: 1500 },
  ],
  ['502 over IPv6 only', { '127.0.0.1': good, '::1': failing }, 'degraded', 'http/addresses-differ'],
  [
    'IPv6 connects and its handshake stalls',
    { '127.0.0.1': good, '::1': acceptAndStaySilent },
    'degraded',
    'tls/some-addresses-fail',
    // The handshake waits for 4 s, and the request to the other address comes after it.
    { deadlineMs: 6000 },
  ],
  [
    'one of two addresses stalls in the handshake, and there is little time',
    { '127.0.0.1': good, '127.0.0.2': acceptAndStaySilent },
    'degraded',
    'tls/some-addresses-fail',
    { deadlineMs: 2500 },
  ],
  [
    'the old certificate over IPv6 only',
    { '127.0.0.1': good, '::1': serves(answersStatus(200), old) },
    'degraded',
    'tls/addresses-differ',
    { also: ['certificate/renewed-not-deployed'] },
  ],
  [
    'two of six addresses serve the old certificate',
    Object.fromEntries(
      [1, 2, 3, 4, 5, 6].map((n) => [`127.0.0.${n}`, n % 3 === 0 ? serves(answersStatus(200), old) : good]),
    ),
    'degraded',
    'tls/addresses-differ',
    { also: ['certificate/renewed-not-deployed'] },
  ],
  ['IPv4 and IPv6, both sound', { '127.0.0.1': good, '::1': good }, 'healthy', null],
];

/** One name, several addresses, and what is behind each of them. */
export const addressStages: readonly Stage[] = rows.map(([name, backends, verdict, finding, more = {}]) => ({
  name,
  verdict,
  finding,
  ...(more.also === undefined ? {} : { also: more.also }),
  async open() {
    const servers: FarmServer[] = [];
    for (const [address, start] of Object.entries(backends)) {
      const port = servers[0]?.port;
      servers.push(await start({ host: address, ...(port === undefined ? {} : { port }) }));
    }
    const addresses = Object.keys(backends);
    const records = {
      A: addresses.filter((address) => !address.includes(':')),
      AAAA: addresses.filter((address) => address.includes(':')),
    };
    const dns = await startDnsServer({ records: { [host]: records } });
    const { deadlineMs } = more;
    return setStage({
      typed: `${host}:${servers[0]?.port}`,
      settings: {
        anchorsPem,
        dnsServers: [dns.address],
        ...(deadlineMs === undefined ? {} : { deadlineMs }),
      },
      servers: [...servers, dns],
    });
  },
}));
