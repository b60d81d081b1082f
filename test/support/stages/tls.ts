import type { Verdict } from '../../../src/core/diagnosis.ts';
import type { FindingId } from '../../../src/core/finding.ts';
import { forgeScenario } from '../certificates/scenarios.ts';
import { type EngineSettings, realNow } from '../diagnosing.ts';
import { startFlightServer } from '../farm/flight-server.ts';
import type { FarmServer } from '../farm/listener.ts';
import * as raw from '../farm/raw-servers.ts';
import * as variants from '../farm/tls-variants.ts';
import { type Stage, setStage } from './stage.ts';

type Row = readonly [
  string,
  () => Promise<FarmServer>,
  Verdict,
  FindingId | null,
  more?: { readonly shows?: RegExp; readonly scheme?: 'https'; readonly settings?: EngineSettings },
];

const { host, chain, key, anchorsPem, anchors } = forgeScenario('healthy-rsa', { now: realNow });
const settings = { chain, key };
const authorities = anchors.map((anchor) => anchor.der);

const rows: readonly Row[] = [
  ['RST on accept', () => raw.resetOnAccept(), 'broken', 'tcp/reset-on-accept'],
  ['FIN on accept', () => raw.closeOnAccept(), 'broken', 'tcp/reset-on-accept'],
  ['RST in the handshake', () => raw.resetAfterHello(), 'broken', 'tls/reset'],
  ['FIN in the handshake', () => raw.closeAfterHello(), 'broken', 'tls/reset'],
  ['speaks HTTP', () => raw.speaks('http'), 'broken', 'tls/not-tls'],
  ['SSH banner', () => raw.speaks('ssh'), 'broken', 'tls/not-tls'],
  ['SMTP banner', () => raw.speaks('smtp'), 'broken', 'tls/not-tls'],
  ['MySQL greeting', () => raw.speaks('mysql'), 'broken', 'tls/not-tls'],
  ['garbage', () => raw.garbageAfterHello(), 'broken', 'tls/not-tls'],
  ['alert unrecognized_name', () => raw.sendsAlert(112), 'broken', 'tls/name-unrecognized'],
  ['alert internal_error', () => raw.sendsAlert(80), 'broken', 'tls/alert'],
  ['alert access_denied', () => raw.sendsAlert(49), 'broken', 'tls/alert'],
  ['TLS 1.0 only', () => variants.tls10Only(settings), 'broken', 'tls/protocol-unsupported'],
  ['TLS 1.1 only', () => variants.tls11Only(settings), 'broken', 'tls/protocol-unsupported'],
  ['NULL cipher only', () => variants.nullCipherOnly(settings), 'broken', 'tls/no-shared-cipher'],
  ['DH 1024', () => variants.dh1024(settings), 'broken', 'tls/weak-dh'],
  [
    'ServerHello of TLS 1.0',
    () => startFlightServer({ version: 0x0301 }),
    'broken',
    'tls/protocol-unsupported',
  ],
  ['no ALPN in common', () => variants.alpnOnly(['h3'], settings), 'broken', 'tls/alpn', { scheme: 'https' }],
  ['static RSA', () => variants.staticRsaOnly(settings), 'healthy', 'tls/no-forward-secrecy'],
  ['CBC only', () => variants.cbcOnly(settings), 'healthy', 'tls/weak-cipher'],
  ['TLS 1.2 only', () => variants.tls12Only(settings), 'healthy', 'tls/no-tls13'],
  [
    'client certificate required, TLS 1.3',
    () => variants.clientCertificateRequired(authorities, settings),
    'broken',
    'tls/client-certificate-required',
  ],
  [
    'client certificate required, TLS 1.2',
    () =>
      variants.clientCertificateRequired(authorities, { ...settings, options: { maxVersion: 'TLSv1.2' } }),
    'broken',
    'tls/client-certificate-required',
  ],
  [
    'accepts and never speaks',
    () => raw.acceptAndStaySilent(),
    'broken',
    'tls/handshake-timeout',
    { settings: { deadlineMs: 700 } },
  ],
  [
    'accepts and never speaks, while our own thread stands still',
    () => raw.acceptAndStaySilent(),
    'unknown',
    'vantage/overloaded',
    { settings: { deadlineMs: 700, vantage: {}, standstills: () => stoodStill(1400) } },
  ],
  [
    'answers though our own thread stands still',
    () => variants.clientCertificateOptional(authorities, settings),
    'healthy',
    null,
    { settings: { vantage: {}, standstills: () => stoodStill(1400) } },
  ],
  [
    'optional client certificate',
    () => variants.clientCertificateOptional(authorities, settings),
    'healthy',
    null,
  ],
];

function stoodStill(totalMs: number) {
  return { soFar: () => ({ totalMs, longestMs: totalMs }), [Symbol.dispose]: () => undefined };
}

/** What answers on the port instead of the TLS of today. */
export const tlsStages: readonly Stage[] = rows.map(([name, start, verdict, finding, more = {}]) => ({
  name,
  verdict,
  finding,
  ...(more.shows === undefined ? {} : { shows: more.shows }),
  async open() {
    const server = await start();
    return setStage({
      typed: `${more.scheme ?? 'tls'}://${host}:${server.port}`,
      address: '127.0.0.1',
      settings: { anchorsPem, ...more.settings },
      servers: [server],
    });
  },
}));
