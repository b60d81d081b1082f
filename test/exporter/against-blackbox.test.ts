import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Forged, forgeLeaf, forgeRoot } from '../support/certificates/forge.ts';
import type { ConsoleStage } from '../support/console/console-stage.ts';
import { realNow } from '../support/diagnosing.ts';
import { startDnsServer, type TestDnsServer } from '../support/dns/dns-server.ts';
import { openExporter } from '../support/exporter-stage.ts';
import { answersByPath, answersStatus, redirectsTo } from '../support/farm/http-answers.ts';
import { type HttpServer, startHttpServer } from '../support/farm/http-server.ts';
import { freePort } from '../support/processes/free-port.ts';
import { readScraped, type ScrapedFamily } from '../support/reading/scraped.ts';
import { exporterIsHere, type RealExporter, startRealExporter } from '../support/rivals/blackbox-exporter.ts';

/** Times are nobody's to compare: everything else has to be equal. */
const timed = /_seconds$/;
const exact = new Set([
  'probe_ssl_last_chain_expiry_timestamp_seconds',
  'probe_http_last_modified_timestamp_seconds',
]);

let root: Forged;
let real: RealExporter;
let ours: ConsoleStage;
let plain: HttpServer;
let secure: HttpServer;
let strange: HttpServer;
let dns: TestDnsServer;
let closed: number;

beforeAll(async () => {
  if (!exporterIsHere) return;
  root = forgeRoot({ now: realNow });
  const names = { now: realNow, dns: ['localhost', 'b.test'], ip: ['127.0.0.1', '::1'] };
  const leaf = forgeLeaf(root, { ...names, notAfter: new Date(realNow.getTime() + 20 * 86_400_000) });
  const unknown = forgeLeaf(null, names);
  const body = { 'content-length': '5', 'last-modified': 'Wed, 21 Oct 2015 07:28:00 GMT' };
  secure = await startHttpServer(
    answersByPath({ '/': answersStatus(200, body, 'hello'), '/gone': answersStatus(503, {}, 'sorry') }),
    { chain: [leaf.der, root.der], key: leaf.key },
  );
  strange = await startHttpServer(answersStatus(200), {
    chain: [unknown.der],
    key: unknown.key,
  });
  plain = await startHttpServer(
    answersByPath({
      '/': answersStatus(200, {}, 'plain'),
      '/away': redirectsTo(`https://127.0.0.1:${secure.port}/`),
    }),
  );
  dns = await startDnsServer({
    records: { 'site.test': { A: ['192.0.2.1', '192.0.2.2'] } },
  });
  closed = await freePort();
  real = await startRealExporter(root.pem, { name: 'site.test', type: 'A' });
  ours = await openExporter({ rootPem: root.pem, hostsFile: '/etc/hosts' });
});

afterAll(async () => {
  if (!exporterIsHere) return;
  for (const server of [ours, real, dns, plain, strange, secure]) await server[Symbol.asyncDispose]();
});

/** What never answers is given up by both. */
const patience = { 'x-prometheus-scrape-timeout-seconds': '2.5' };

async function both(target: string, module: string, more = '') {
  const query = `probe?target=${encodeURIComponent(target)}&module=${module}${more}`;
  const theirs = await real.ask(`/${query}`, patience);
  const mine = await fetch(`${ours.url}${query}&query_name=site.test`, { headers: patience });
  const read = async (answer: Response) => shapeOf(readScraped(await answer.text()));
  expect(mine.status, ours.errors.join('\n')).toBe(theirs.status);
  expect(mine.headers.get('content-type')).toBe(theirs.headers.get('content-type'));
  return { theirs: await read(theirs), mine: await read(mine) };
}

/** Names, words, types, labels, and the values that are no measurements. */
function shapeOf(families: ReadonlyMap<string, ScrapedFamily>) {
  return Object.fromEntries(
    [...families.values()].map(({ name, type, help, samples }) => [
      name,
      {
        type,
        help,
        samples: samples.map(({ labels, value }) => ({
          labels,
          value: timed.test(name) && !exact.has(name) ? 'a time' : value,
        })),
      },
    ]),
  );
}

describe.skipIf(!exporterIsHere)('/probe beside blackbox_exporter, series by series', () => {
  it.each<[string, string, () => string, number]>([
    ['a page', 'http_2xx', () => `http://127.0.0.1:${plain.port}/`, 1],
    ['a page without a scheme', 'http_2xx', () => `127.0.0.1:${plain.port}`, 1],
    ['a page over TLS', 'http_2xx', () => `https://127.0.0.1:${secure.port}/`, 1],
    ['a name of the hosts file', 'http_2xx', () => `https://localhost:${secure.port}/`, 1],
    ['a redirect to TLS', 'http_2xx', () => `http://127.0.0.1:${plain.port}/away`, 1],
    ['a page that is broken', 'http_2xx', () => `https://127.0.0.1:${secure.port}/gone`, 0],
    ['a certificate of nobody', 'http_2xx', () => `https://127.0.0.1:${strange.port}/`, 0],
    ['nobody who listens', 'http_2xx', () => `http://127.0.0.1:${closed}/`, 0],
    ['a name that is none', 'http_2xx', () => 'http://nobody.invalid/', 0],
    ['a port', 'tcp_connect', () => `127.0.0.1:${plain.port}`, 1],
    ['a closed port', 'tcp_connect', () => `127.0.0.1:${closed}`, 0],
    ['a target without a port', 'tcp_connect', () => '127.0.0.1', 0],
    ['TLS', 'tcp_tls', () => `127.0.0.1:${secure.port}`, 1],
    ['TLS at a name', 'tcp_tls', () => `localhost:${secure.port}`, 1],
    ['TLS of nobody', 'tcp_tls', () => `127.0.0.1:${strange.port}`, 0],
    ['TLS where there is none', 'tcp_tls', () => `127.0.0.1:${plain.port}`, 0],
    ['TLS at a name that is none', 'tcp_tls', () => 'nobody.invalid:443', 0],
    ['a name server', 'dns', () => dns.address, 1],
    ['no name server', 'dns', () => `127.0.0.1:${closed}`, 0],
    ['a name server that is none', 'dns', () => 'nobody.invalid', 0],
  ])('%s (%s)', async (_what, module, target, success) => {
    const { theirs, mine } = await both(target(), module);
    expect(mine).toEqual(theirs);
    expect(mine.probe_success?.samples[0]?.value).toBe(success);
  });

  it('asks for another name at the address of the target', async () => {
    const { theirs, mine } = await both(`https://127.0.0.1:${secure.port}/`, 'http_2xx', '&hostname=b.test');
    expect(mine).toEqual(theirs);
    expect(secure.requests().at(-1)?.headers.host).toMatch(/^b\.test/);
  });
});
