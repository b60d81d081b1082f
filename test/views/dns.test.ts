import { describe, expect, it } from 'vitest';
import { type Diagnosis, rootCauseOf, verdictOf } from '../../src/core/diagnosis.ts';
import { readServiceBinding } from '../../src/net/dns/read-service-binding.ts';
import { readCaa } from '../../src/probes/caa/read-caa.ts';
import { withDetailsInside } from '../../src/views/details.ts';
import { dnsMessage } from '../../src/views/dns.ts';
import { isSilent, lameWith, repliedWith, serverWith, zoneWith } from '../support/facts/authority-facts.ts';
import { daysFromNow, host, now } from '../support/facts/certificate-facts.ts';
import { judge, usualTarget } from '../support/facts/judging.ts';
import { type AllFacts, answered, dnsFacts, ip, unanswered } from '../support/facts/probe-facts.ts';

function diagnosisOf(facts: AllFacts): Diagnosis {
  const findings = judge(facts);
  const results = Object.entries(facts).map(
    ([probe, seen]) => ({ probe, layer: 'dns', status: 'ok', elapsedMs: 1, facts: seen }) as const,
  );
  const rootCause = rootCauseOf(findings);
  return {
    target: usualTarget,
    wishes: [],
    at: now,
    elapsedMs: 12,
    verdict: verdictOf(findings, results),
    blame: rootCause?.blame ?? 'unknown',
    rootCause,
    findings,
    results,
    certificates: [],
    from: 'here',
    baseline: null,
    changes: [],
  };
}

const record = (data: string) => ({ name: host, type: 'A', ttl: 300, data });
const dns = dnsFacts({ records: [record(ip)] }, [ip]);
const said = { server: '192.0.2.53:53', unreadable: [], said: 'NOERROR from 192.0.2.53:53' };
const binding = readServiceBinding(`1 . alpn="h2,h3" ipv4hint="${ip}"`);

/** What stands in the message, in any block. */
function textOf(facts: AllFacts): string {
  return JSON.stringify(withDetailsInside(dnsMessage(diagnosisOf(facts))));
}

describe('/dns', () => {
  it('begins with the verdict', () => {
    const summary = (facts: AllFacts) => dnsMessage(diagnosisOf(facts)).summary;
    expect(summary({ dns })).toBe(`${host} resolves`);
    expect(summary({ dns: dnsFacts({ a: answered('NXDOMAIN'), aaaa: answered('NXDOMAIN') }) })).toBe(
      `${host} does not resolve: ${host} does not exist in DNS. Fix: Check the spelling first.`,
    );
    expect(summary({ dns: dnsFacts({ a: unanswered('timeout'), aaaa: unanswered('timeout') }) })).toBe(
      `${host} could not be looked up: No resolver answered for ${host}. Fix: Look up another name at the same resolver.`,
    );
    const servers = [serverWith(1, repliedWith()), serverWith(2, isSilent)];
    expect(summary({ dns, authorities: zoneWith(servers) })).toBe(`${host} resolves, with 1 warning`);
  });

  it('has the name servers in one table, with what each does', () => {
    const servers = [
      serverWith(1, repliedWith({ tcp: 'refused' })),
      serverWith(2, isSilent),
      serverWith(3, lameWith('REFUSED')),
      serverWith(4, { kind: 'not-allowed', rule: 'loopback' }),
    ];
    const { blocks } = withDetailsInside(dnsMessage(diagnosisOf({ dns, authorities: zoneWith(servers) })));
    const table = blocks.find((block) => block.kind === 'table' && block.columns.includes('serial'));
    expect(table).toEqual({
      kind: 'table',
      columns: ['name', 'address', 'answers', 'serial', 'ms'],
      rows: [
        ['ns1.example.org', '203.0.113.53', 'with authority, UDP only', '7', '12'],
        ['ns2.example.org', '203.0.114.53', 'no reply', '', ''],
        ['ns3.example.org', '203.0.115.53', 'REFUSED', '', '12'],
        ['ns4.example.org', '203.0.116.53', 'not asked (loopback)', '', ''],
      ],
    });
  });

  it('stays short, however much a zone says', () => {
    const records = Array.from({ length: 3000 }, (_, at) => {
      const caa = readCaa(`0 issue "ca${at}.${'x'.repeat(4000)}.example"`);
      if (caa === null) throw new Error('unreadable');
      return caa;
    });
    const caa = { steps: [{ name: host, outcome: 'records', records, ...said }] } as const;
    const { blocks } = withDetailsInside(dnsMessage(diagnosisOf({ dns, caa })));
    expect(JSON.stringify(blocks).length).toBeLessThan(12_000);
  });

  it('says why name servers were not looked at', () => {
    expect(textOf({ dns, authorities: { zones: [], unseen: 'port 53 is closed' } })).toContain(
      'not looked at: port 53 is closed',
    );
  });

  it('says who may issue, and how long a standing validation lasts', () => {
    const records = ['0 issue "ca.example"', '0 issuewild ";"'].flatMap((text) => readCaa(text) ?? []);
    const caa = { steps: [{ ...said, name: 'example.org', outcome: 'records', records }] } as const;
    const until = daysFromNow(9);
    const standing = {
      name: `_validation-persist.${host}`,
      text: '',
      issuer: 'ca.example',
      wildcard: false,
      until,
    };
    const text = textOf({
      dns,
      caa,
      'validation-records': { records: [{ ...standing, server: said.server }] },
    });
    expect(text).toContain('set at example.org: ca.example may issue, wildcards: no CA');
    expect(text).toContain(until.toISOString());
    const none = { steps: [{ ...said, name: host, outcome: 'none', records: [] }] } as const;
    expect(textOf({ dns, caa: none })).toContain('any CA may issue');
    const failing = {
      steps: [{ ...said, name: host, outcome: 'unanswered', records: [], said: 'timeout' }],
    } as const;
    expect(textOf({ dns, caa: failing })).toContain('a CA may not issue');
  });

  it('shows HTTPS records in words', () => {
    if (binding === null) throw new Error('the record can be read');
    const endpoint = { name: host, port: 443, addresses: [ip], resolves: true, dialled: null };
    const service = { binding, ech: null, endpoint };
    const facts = { asked: host, answer: answered('NOERROR'), unreadable: [] };
    expect(textOf({ dns, 'service-binding': { ...facts, records: [service] } })).toContain(
      `priority 1, ${host}; h2, h3, http/1.1 by default; hints ${ip}`,
    );
    expect(textOf({ dns, 'service-binding': { ...facts, records: [] } })).toContain('none');
  });

  it('has resolvers side by side', () => {
    const silent = unanswered('timeout');
    const word = { server: '192.0.2.53:53', a: answered('NOERROR'), aaaa: answered('NOERROR'), elapsedMs: 3 };
    const resolvers = [
      { ...word, addresses: [ip] },
      { ...word, server: '192.0.2.54:53', a: silent, aaaa: silent, addresses: [], elapsedMs: 2000 },
    ];
    const text = textOf({ dns, resolvers: { resolvers, leftOut: 0 } });
    expect(text).toContain(
      JSON.stringify([
        ['192.0.2.53:53', ip, '3'],
        ['192.0.2.54:53', 'timeout', '2000'],
      ]),
    );
  });
});
