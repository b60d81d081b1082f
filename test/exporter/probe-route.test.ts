import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { addressHash } from '../../src/exporter/address-hash.ts';
import { goName } from '../../src/exporter/go-name.ts';
import { createSlots } from '../../src/exporter/slots.ts';
import { parseCertificate } from '../../src/pki/certificate/parse-certificate.ts';
import { forgeLeaf } from '../support/certificates/forge.ts';
import type { ConsoleStage } from '../support/console/console-stage.ts';
import { startDnsServer } from '../support/dns/dns-server.ts';
import { type ExporterSettings, openExporter } from '../support/exporter-stage.ts';
import {
  answersStatus,
  neverAnswers,
  redirectLoop,
  redirectsToMetadata,
} from '../support/farm/http-answers.ts';
import { startHttpServer } from '../support/farm/http-server.ts';
import { readScraped } from '../support/reading/scraped.ts';

let stage: ConsoleStage;
afterEach(() => stage?.[Symbol.asyncDispose]());

async function open(settings: ExporterSettings = {}): Promise<void> {
  stage = await openExporter(settings);
}

async function probe(query: Record<string, string>, headers: Record<string, string> = {}) {
  const answer = await fetch(`${stage.url}probe?${new URLSearchParams(query)}`, { headers });
  const text = await answer.text();
  const value = (name: string) => readScraped(text).get(name)?.samples[0]?.value;
  return { status: answer.status, text, value };
}

describe('/probe', () => {
  it.each([
    [{}, /Target parameter is missing/],
    [{ target: 'a.test', module: 'icmp' }, /Unknown module "icmp"/],
    [{ target: '127.0.0.1', module: 'dns' }, /query_name/],
    [{ target: '127.0.0.1', module: 'dns', query_name: 'a..b' }, /no domain name/],
    [{ target: '127.0.0.1', module: 'dns', query_name: 'a.test', query_type: 'EVIL' }, /no type/],
  ])('says what is wrong with %j', async (query, sentence) => {
    await open();
    const { status, text } = await probe(query as Record<string, string>);
    expect(status).toBe(400);
    expect(text).toMatch(sentence);
  });

  it.each(['0', '-1', 'soon', '1e9', ''])('refuses the timeout %j', async (seconds) => {
    await open();
    const header = { 'x-prometheus-scrape-timeout-seconds': seconds };
    expect((await probe({ target: 'a.test' }, header)).status).toBe(400);
  });

  it.each(['https://user:word@127.0.0.1/', 'http://[::1', 'http://a b/', 'x'.repeat(3000)])(
    'fails at %j, which is no target, and tells',
    async (target) => {
      await open();
      expect((await probe({ target })).value('probe_success')).toBe(0);
      expect((await probe({ target, debug: 'true' })).text).toMatch(/message="/);
    },
  );

  it('ends before Prometheus gives up', async () => {
    await using server = await startHttpServer(neverAnswers);
    await open();
    const header = { 'x-prometheus-scrape-timeout-seconds': '1.2' };
    const { status, value } = await probe({ target: `http://127.0.0.1:${server.port}/` }, header);
    expect(status).toBe(200);
    expect(value('probe_success')).toBe(0);
    expect(value('probe_duration_seconds')).toBeLessThan(8);
  });

  it('keeps to the address policy, redirects and name servers included', async () => {
    await using server = await startHttpServer(redirectsToMetadata);
    await using dns = await startDnsServer({ records: { 'inside.test': { A: ['10.0.0.7'] } } });
    await open({ dnsServers: [dns.address] });
    for (const target of ['http://169.254.169.254/', 'http://10.0.0.7/', 'http://inside.test/']) {
      const { value } = await probe({ target });
      expect([value('probe_success'), value('probe_ip_protocol')], target).toEqual([0, 0]);
    }
    const toward = await probe({ target: `http://127.0.0.1:${server.port}/` });
    expect(toward.value('probe_success')).toBe(0);
    const inside = { target: '10.0.0.7', module: 'dns', query_name: 'a.test' };
    expect((await probe(inside)).value('probe_dns_query_succeeded')).toBe(0);
    const renamed = { target: `http://127.0.0.1:${server.port}/`, hostname: 'inside.test' };
    await probe(renamed);
    expect(server.requests()).toHaveLength(2);
  });

  it('tells the last redirect of those without end, as Go does', async () => {
    await using server = await startHttpServer(redirectLoop);
    await open();
    const { value } = await probe({ target: `http://127.0.0.1:${server.port}/` });
    expect([value('probe_success'), value('probe_http_status_code')]).toEqual([0, 302]);
  });

  it('shows what each step said, and the metrics, to debug=true', async () => {
    await using server = await startHttpServer(answersStatus(200));
    await open();
    const { text } = await probe({ target: `http://127.0.0.1:${server.port}/`, debug: 'true' });
    expect(text).toMatch(/^Logs for the probe:\ntarget=.* probe=dns status=ok/);
    expect(text).toMatch(/probe=http status=ok/);
    expect(readScraped(text.split('would have been returned:\n')[1] ?? '').has('probe_success')).toBe(true);
  });

  it('lets so many run at once and no more', async () => {
    let running = 0;
    let most = 0;
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        most = Math.max(most, ++running);
        setTimeout(() => {
          running--;
          socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
        }, 50);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    await open({ mostAtOnce: 2 });
    const target = `http://127.0.0.1:${port}/`;
    const answers = await Promise.all(Array.from({ length: 8 }, () => probe({ target })));
    expect(answers.map(({ value }) => value('probe_success'))).toEqual(Array(8).fill(1));
    expect(most).toBeLessThanOrEqual(2);
    await new Promise((resolve) => server.close(resolve));
  });

  it('wants the token where one is set', async () => {
    await open({ token: 'correct-horse-battery' });
    expect((await probe({ target: 'a.test' })).status).toBe(401);
    const authorization = 'Bearer correct-horse-battery';
    expect((await probe({ target: 'a.test', module: 'nothing' }, { authorization })).status).toBe(400);
  });

  it('tells the serial of a zone that is asked for its SOA', async () => {
    await using dns = await startDnsServer({ records: {} });
    await open();
    const { value } = await probe({
      target: dns.address,
      module: 'dns',
      query_name: 'x.test',
      query_type: 'SOA',
    });
    expect(value('probe_dns_query_succeeded')).toBe(1);
    expect(value('probe_dns_serial')).toBe(0);
  });
});

describe('what the exporter writes as Go does', () => {
  it('hashes an address by its octets, of either family', () => {
    expect(addressHash('127.0.0.1')).toBe(3668918509);
    expect(addressHash('::ffff:127.0.0.1')).toBe(3668918509);
    expect(addressHash('::1')).not.toBe(addressHash('::2'));
  });

  it('escapes what stands in names', () => {
    const named = parseCertificate(forgeLeaf(null, { subject: ' #a,b+c"d;e ' }).der);
    if ('unreadable' in named) throw new Error(named.unreadable);
    expect(goName(named.subject.raw)).toBe('CN=\\ #a\\,b\\+c\\"d\\;e\\ ');
  });

  it('gives a place that was left to who waits, and none to who left', async () => {
    const slots = createSlots(1);
    const never = new AbortController().signal;
    const first = await slots.enter(never);
    const impatient = new AbortController();
    const gone = slots.enter(impatient.signal);
    const second = slots.enter(never);
    impatient.abort();
    expect(await gone).toBeNull();
    first?.();
    first?.();
    expect(await second).not.toBeNull();
    expect(await slots.enter(AbortSignal.abort())).toBeNull();
  });
});
