import type { Verdict } from '../../../src/core/diagnosis.ts';
import type { FindingId } from '../../../src/core/finding.ts';
import { daysFrom, forgeIntermediate, forgeLeaf, forgeRoot } from '../certificates/forge.ts';
import { realNow } from '../diagnosing.ts';
import { type DnsServerSettings, startDnsServer } from '../dns/dns-server.ts';
import { type Behaviour, replyTo } from '../dns/dns-zone.ts';
import { startSignedServer } from '../dns/signed-server.ts';
import { forgeTree, type SignedTree, type ZoneSpec } from '../dns/signed-tree.ts';
import { dsData, forgeKey } from '../dns/zone-key.ts';
import { answersStatus } from '../farm/http-answers.ts';
import { type HttpAnswer, startHttpServer } from '../farm/http-server.ts';
import { startTlsServer } from '../farm/tls-server.ts';
import { type Stage, setStage } from './stage.ts';

const host = 'api.example.org';
const other = 'pay.example.com';
const root = forgeRoot({ now: realNow });
const authority = forgeIntermediate(root, {
  now: realNow,
  subject: [
    { type: 'O', value: "Let's Encrypt" },
    { type: 'CN', value: 'YE1' },
  ],
});

type Row = {
  readonly name: string;
  readonly finding: FindingId | null;
  readonly verdict?: Verdict;
  readonly also?: readonly FindingId[];
  readonly shows?: RegExp;
  /** Names of the certificate; the host alone unless given. */
  readonly names?: readonly string[];
  readonly dns?: DnsServerSettings;
  /** Signed zones beside the root and the two top-level domains, in place of `dns`. */
  readonly zones?: Readonly<Record<string, ZoneSpec>>;
  /** What port 80 says; null: nobody listens there. "Not found" unless given. */
  readonly door?: HttpAnswer | null;
};

const here = { [host]: { A: ['127.0.0.1'] }, [other]: { A: ['127.0.0.1'] } };
const both = [host, other];

/** Only questions of one type fail at this name. */
function failing(type: string, records: DnsServerSettings['records'] = here): Behaviour {
  return (query) => replyTo(query, records ?? {}, query.type === type ? 'servfail' : undefined);
}

function caa(zone: string, ...records: readonly string[]): DnsServerSettings {
  return { records: { ...here, [zone]: { CAA: records } } };
}

const ended = Math.floor(daysFrom(realNow, -3).getTime() / 1000);
const inCircles: HttpAnswer = (exchange) =>
  answersStatus(302, { location: `http://${exchange.request.headers.host}${exchange.request.path}` })(
    exchange,
  );
const toNowhere = answersStatus(301, { location: 'http://gone.example.com/' });

const rows: readonly Row[] = [
  { name: 'nothing stands in the way', finding: null, names: both },
  {
    name: 'CAA of another name in the certificate permits another CA',
    finding: 'dns/caa-forbids-issuer',
    verdict: 'degraded',
    names: both,
    dns: caa('example.com', '0 issue "digicert.com"'),
    shows: /digicert\.com/,
  },
  {
    name: 'CAA permits no wildcard that stands beside the name',
    finding: 'dns/caa-forbids-issuer',
    verdict: 'degraded',
    names: [host, '*.example.org'],
    dns: caa('example.org', '0 issue "letsencrypt.org"', '0 issuewild ";"'),
    shows: /issuewild ";"/,
  },
  {
    name: 'CAA of another name is answered with SERVFAIL',
    finding: 'dns/caa-unanswered',
    verdict: 'degraded',
    names: both,
    dns: { records: here, behaviours: { [other]: failing('CAA') } },
    shows: /status: SERVFAIL/,
  },
  {
    name: 'the resolver knows no CAA at all',
    finding: null,
    names: both,
    dns: { records: here, behaviours: { '*': failing('CAA') } },
  },
  {
    name: 'CAA of another name has a critical unknown tag',
    finding: 'dns/caa-critical',
    verdict: 'degraded',
    names: both,
    dns: caa(other, '128 isue "letsencrypt.org"'),
    shows: /128 isue/,
  },
  {
    name: 'CAA permits one method, which proves no wildcard',
    finding: 'dns/caa-binds-renewal',
    verdict: 'degraded',
    names: [host, '*.example.org'],
    dns: caa('example.org', '0 issue "letsencrypt.org; validationmethods=http-01"'),
    shows: /validationmethods=http-01/,
  },
  {
    name: 'CAA binds the authority to an account',
    finding: null,
    also: ['dns/caa-binds-renewal'],
    dns: caa('example.org', '0 issue "letsencrypt.org; accounturi=https://ca.example/acct/7"'),
  },
  {
    name: 'one of two records binds, the other does not',
    finding: null,
    dns: caa(
      'example.org',
      '0 issue "letsencrypt.org; accounturi=https://ca.example/1"',
      '0 issue "letsencrypt.org"',
    ),
  },
  {
    name: 'DNSSEC of another name in the certificate is broken',
    finding: 'dns/dnssec-bogus',
    verdict: 'degraded',
    names: both,
    zones: {
      'example.org': { records: ['api A 127.0.0.1'] },
      'example.com': { records: ['pay A 127.0.0.1'], ds: [dsData('example.com', forgeKey())] },
    },
    shows: /\sDNSKEY\s/,
  },
  {
    name: 'the challenge is an alias into a domain of nobody',
    finding: 'dns/challenge-broken',
    zones: { 'example.org': { records: ['api A 127.0.0.1', '_acme-challenge.api CNAME x.gone.com'] } },
    shows: /CNAME\s+x\.gone\.com/,
  },
  {
    name: 'the challenge is an alias that is empty between renewals',
    finding: null,
    zones: {
      'example.org': { records: ['api A 127.0.0.1', '_acme-challenge.api CNAME api.acme.example.com'] },
      'example.com': {},
    },
  },
  {
    name: 'the challenge of a wildcard cannot be looked up',
    finding: 'dns/challenge-broken',
    verdict: 'degraded',
    names: [host, '*.example.org'],
    dns: { records: here, behaviours: { '_acme-challenge.example.org': 'servfail' } },
    shows: /status: SERVFAIL/,
  },
  {
    name: 'the standing permission of another name ended',
    finding: 'dns/validation-record-expiring',
    names: both,
    dns: {
      records: {
        ...here,
        [`_validation-persist.${other}`]: { TXT: [`letsencrypt.org; persistUntil=${ended}`] },
      },
    },
    shows: /persistUntil=/,
  },
  { name: 'nobody listens on port 80', finding: null, also: ['http/challenge-unreachable'], door: null },
  {
    name: 'port 80 sends challenges in circles',
    finding: null,
    also: ['http/challenge-unreachable'],
    door: inCircles,
  },
  {
    name: 'port 80 sends challenges to a dead place',
    finding: null,
    also: ['http/challenge-unreachable'],
    door: toNowhere,
  },
];

/** What the authority will look at before it issues again; the certificate in use is sound and of a known CA. */
export const nextIssuanceStages: readonly Stage[] = rows.map((row) => ({
  name: `renewal: ${row.name}`,
  verdict: row.verdict ?? 'healthy',
  finding: row.finding,
  depth: 'renewal',
  ...(row.also === undefined ? {} : { also: row.also }),
  ...(row.shows === undefined ? {} : { shows: row.shows }),
  async open() {
    const own = forgeLeaf(authority, { now: realNow, dns: [...(row.names ?? [host])] });
    const site = await startTlsServer({ chain: [own.der, authority.der], key: own.key });
    const tree =
      row.zones === undefined ? null : forgeTree({ '.': {}, org: {}, com: {}, ...row.zones }, realNow);
    const resolver = await startResolver(tree, row.dns ?? { records: here });
    const door = await startHttpServer(row.door ?? answersStatus(404));
    if (row.door === null) await door[Symbol.asyncDispose]();
    return setStage({
      typed: `tls://${host}:${site.port}`,
      settings: {
        anchorsPem: root.pem,
        dnsServers: [resolver.address],
        challengePort: door.port,
        ...(tree === null ? {} : { dnssecAnchors: tree.anchors }),
      },
      servers: row.door === null ? [resolver, site] : [resolver, site, door],
    });
  },
}));

function startResolver(tree: SignedTree | null, plain: DnsServerSettings) {
  return tree === null ? startDnsServer(plain) : startSignedServer({ zones: tree.zones });
}
