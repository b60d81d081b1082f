import type { FindingId } from '../../../src/core/finding.ts';
import { forgeScenario } from '../certificates/scenarios.ts';
import { realNow } from '../diagnosing.ts';
import { startDnsServer } from '../dns/dns-server.ts';
import { answersStatus } from '../farm/http-answers.ts';
import { startHttpServer } from '../farm/http-server.ts';
import { echConfigList, httpsRecord } from '../name-servers/service-binding.ts';
import { type Stage, setStage } from './stage.ts';

type Row = readonly [
  name: string,
  finding: FindingId | null,
  record: (port: number) => Buffer,
  shows?: RegExp | undefined,
  alpn?: readonly string[],
];

const { host, chain, key, anchorsPem } = forgeScenario('healthy', { now: realNow });
const mismatch = 'dns/https-record-mismatch';
const malformed = 'dns/https-record-malformed';

const rows: readonly Row[] = [
  [
    'HTTPS record with hints of another address',
    mismatch,
    () => httpsRecord(1, host, { ipv4hint: ['192.0.2.9'] }),
    /192\.0\.2\.9/,
  ],
  ['HTTPS record that promises HTTP/2', mismatch, () => httpsRecord(1, host, { alpn: ['h2'] }), /alpn="?h2/],
  [
    'HTTPS record for a port where nothing listens',
    mismatch,
    () => httpsRecord(1, host, { alpn: ['http/1.1'], port: 1 }),
    /port="?1/,
  ],
  ['HTTPS record for a host that is gone', mismatch, () => httpsRecord(1, 'gone.test', {}), /gone\.test/],
  ['HTTPS record that is an alias of nothing', mismatch, () => httpsRecord(0, 'gone.test'), /0 gone\.test/],
  ['HTTPS record that says there is no service', mismatch, () => httpsRecord(0, '.'), /\s0 \./],
  [
    'HTTPS record without a key that it calls mandatory',
    malformed,
    () => httpsRecord(1, host, { mandatory: ['port'], alpn: ['http/1.1'] }),
    /TYPE65|HTTPS|FORMERR|malformed/,
  ],
  [
    'HTTPS record with a broken ECH configuration',
    malformed,
    () => httpsRecord(1, host, { ech: Buffer.from('0009fe0d0009', 'hex') }),
    /TYPE65|HTTPS|FORMERR|malformed/,
  ],
  [
    'HTTPS record that is kept',
    null,
    (port) =>
      httpsRecord(1, host, {
        mandatory: ['port'],
        alpn: ['http/1.1'],
        port,
        ipv4hint: ['127.0.0.1'],
        ech: echConfigList('public.test'),
      }),
  ],
  [
    'HTTPS record that promises HTTP/2, of a server that prefers HTTP/1.1',
    null,
    () => httpsRecord(1, host, { alpn: ['h2'] }),
    undefined,
    ['http/1.1', 'h2'],
  ],
  ['HTTPS record that is an alias of the host', null, () => httpsRecord(0, host)],
];

/** A sound HTTPS server whose zone has an HTTPS record; the server speaks HTTP/1.1 only, or says so. */
export const serviceBindingStages: readonly Stage[] = rows.map(([name, finding, record, shows, alpn]) => ({
  name,
  verdict: 'healthy',
  finding,
  ...(shows === undefined ? {} : { shows }),
  async open() {
    const site = await startHttpServer(answersStatus(200), {
      chain,
      key,
      ...(alpn === undefined ? {} : { alpn }),
    });
    const dns = await startDnsServer({
      records: {
        [host]: { A: ['127.0.0.1'] },
        [`_${site.port}._https.${host}`]: { TYPE65: [record(site.port)] },
      },
    });
    return setStage({
      typed: `https://${host}:${site.port}/`,
      settings: { anchorsPem, dnsServers: [dns.address] },
      servers: [dns, site],
    });
  },
}));
