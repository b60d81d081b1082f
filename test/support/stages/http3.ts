import type { Verdict } from '../../../src/core/diagnosis.ts';
import type { FindingId } from '../../../src/core/finding.ts';
import { forgeScenario } from '../certificates/scenarios.ts';
import { realNow } from '../diagnosing.ts';
import { startDnsServer } from '../dns/dns-server.ts';
import { answersStatus } from '../farm/http-answers.ts';
import { startHttpServer } from '../farm/http-server.ts';
import { startListener } from '../farm/listener.ts';
import { negotiates, type QuicAnswer, startQuicServer } from '../farm/quic-server.ts';
import { httpsRecord } from '../name-servers/service-binding.ts';
import { type Stage, setStage } from './stage.ts';

const { host, anchorsPem, chain, key } = forgeScenario('healthy', { now: realNow });

/** `answer` null: nothing listens on the UDP port. */
type Row = readonly [
  name: string,
  answer: QuicAnswer | null,
  header: (port: number) => string,
  Verdict,
  FindingId | null,
  shows?: RegExp,
];

const own = (port: number): string => `h3=":${port}"; ma=86400`;

const rows: readonly Row[] = [
  ['HTTP/3 promised and kept', negotiates(1, 0x6b3343cf), own, 'healthy', null],
  [
    'HTTP/3 promised at an address and kept',
    negotiates(1),
    (port) => `h3="127.0.0.1:${port}"`,
    'healthy',
    null,
  ],
  [
    'HTTP/3 promised by drafts only, and not looked for',
    null,
    (port) => `h3-29=":${port}"; ma=86400, h3-Q050=":${port}"`,
    'healthy',
    null,
  ],
  ['HTTP/3 taken back', null, () => 'clear', 'healthy', null],
  ['HTTP/3 promised, port closed', null, own, 'healthy', 'http/h3-unreachable'],
  ['HTTP/3 promised, silence', () => undefined, own, 'healthy', 'http/h3-unreachable'],
  [
    'HTTP/3 promised, drafts spoken',
    negotiates(0xff00001d),
    own,
    'healthy',
    'http/h3-unreachable',
    /ff 00 00 1d/,
  ],
  [
    'HTTP/3 promised, something else answers',
    (_datagram, answer) => answer(Buffer.from('not QUIC')),
    own,
    'healthy',
    'http/h3-unreachable',
    /not QUIC/,
  ],
];

type RecordRow = readonly [name: string, answer: QuicAnswer | null, FindingId | null];

const recordRows: readonly RecordRow[] = [
  ['HTTP/3 promised by DNS and kept', negotiates(1), null],
  ['HTTP/3 promised by DNS, port closed', null, 'http/h3-unreachable'],
];

/** What is promised by Alt-Svc, and what is there over UDP. */
const headerStages: readonly Stage[] = rows.map(([name, answer, header, verdict, finding, shows]) => ({
  name,
  verdict,
  finding,
  ...(shows === undefined ? {} : { shows }),
  async open() {
    // Held as TCP where nothing may listen as UDP, so that nobody else takes the number.
    const quic = answer === null ? await startListener(() => undefined) : await startQuicServer(answer);
    const server = await startHttpServer(answersStatus(200, { 'alt-svc': header(quic.port) }), {
      chain,
      key,
    });
    return setStage({
      typed: `${host}:${server.port}`,
      address: '127.0.0.1',
      settings: { anchorsPem },
      servers: [quic, server],
    });
  },
}));

const recordStages: readonly Stage[] = recordRows.map(([name, answer, finding]) => ({
  name,
  verdict: 'healthy',
  finding,
  async open() {
    const server = await startHttpServer(answersStatus(200), { chain, key });
    const quic =
      answer === null ? [] : [await startQuicServer(answer, { host: '127.0.0.1', port: server.port })];
    const record = httpsRecord(1, host, { alpn: ['http/1.1', 'h3'], port: server.port });
    const dns = await startDnsServer({
      records: {
        [host]: { A: ['127.0.0.1'] },
        [`_${server.port}._https.${host}`]: { TYPE65: [record] },
      },
    });
    return setStage({
      typed: `https://${host}:${server.port}/`,
      settings: { anchorsPem, dnsServers: [dns.address] },
      servers: [dns, ...quic, server],
    });
  },
}));

export const http3Stages: readonly Stage[] = [...headerStages, ...recordStages];
