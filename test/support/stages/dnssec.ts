import type { Verdict } from '../../../src/core/diagnosis.ts';
import type { FindingId } from '../../../src/core/finding.ts';
import { forgeScenario } from '../certificates/scenarios.ts';
import { realNow } from '../diagnosing.ts';
import type { ZoneAnswer } from '../dns/answer-from-zones.ts';
import { type SignedServerSettings, startSignedServer } from '../dns/signed-server.ts';
import { forgeTree, type ZoneSpec } from '../dns/signed-tree.ts';
import { dsData, forgeKey } from '../dns/zone-key.ts';
import { startTlsServer } from '../farm/tls-server.ts';
import { type Stage, setStage } from './stage.ts';

const { host, chain, key, anchorsPem } = forgeScenario('healthy', { now: realNow });
/** The target is the apex of its zone. */
const zone = host;
const top = host.slice(host.indexOf('.') + 1);

type Row = {
  readonly name: string;
  readonly verdict: Verdict;
  readonly finding: FindingId | null;
  readonly also?: readonly FindingId[];
  readonly shows?: RegExp;
  /** How the zone of the target differs from a sound one. */
  readonly spec?: ZoneSpec;
  readonly resolver?: Partial<SignedServerSettings>;
};

const validating = { validates: true, bogus: [host] };
const oldDs = { ds: [dsData(zone, forgeKey())] };

function withoutProofs(answer: ZoneAnswer): ZoneAnswer {
  const kept = answer.authority.filter(({ type, name }) => type !== 'NSEC' || !name.endsWith(zone));
  return { ...answer, authority: kept };
}

function withoutSignature(answer: ZoneAnswer): ZoneAnswer {
  const isAddress = answer.answers.some(({ type }) => type === 'A');
  return isAddress ? { ...answer, answers: answer.answers.filter(({ type }) => type !== 'RRSIG') } : answer;
}

const rows: readonly Row[] = [
  { name: 'signed and sound', verdict: 'healthy', finding: null },
  {
    name: 'signed and sound, resolver validates',
    verdict: 'healthy',
    finding: null,
    resolver: { validates: true },
  },
  { name: 'signed with NSEC3', verdict: 'healthy', finding: null, spec: { nsec3: {} } },
  { name: 'insecure delegation', verdict: 'healthy', finding: null, spec: { algorithm: null } },
  {
    name: 'RRSIG expired, resolver validates',
    verdict: 'broken',
    finding: 'dns/dnssec-bogus',
    shows: /SERVFAIL[\s\S]*\sRRSIG\s/,
    spec: { hours: [-240, -5] },
    resolver: validating,
  },
  {
    name: 'RRSIG expired, resolver does not validate',
    verdict: 'degraded',
    finding: 'dns/dnssec-bogus',
    shows: /\sRRSIG\s/,
    spec: { hours: [-240, -5] },
  },
  {
    name: 'DS of a key that is gone, resolver validates',
    verdict: 'broken',
    finding: 'dns/dnssec-bogus',
    shows: /SERVFAIL[\s\S]*\sDNSKEY\s/,
    spec: oldDs,
    resolver: validating,
  },
  {
    name: 'DS of a key that is gone, resolver does not validate',
    verdict: 'degraded',
    finding: 'dns/dnssec-bogus',
    shows: /\sDNSKEY\s/,
    spec: oldDs,
  },
  {
    name: 'RRSIG missing',
    verdict: 'degraded',
    finding: 'dns/dnssec-bogus',
    shows: /\sA\s+127\.0\.0\.1/,
    resolver: { change: withoutSignature },
  },
  {
    name: 'absence not proved',
    verdict: 'degraded',
    finding: 'dns/dnssec-bogus',
    shows: /AAAA/,
    resolver: { change: withoutProofs },
  },
  {
    name: 'absence of AAAA not proved, resolver validates',
    verdict: 'degraded',
    finding: 'dns/dnssec-bogus',
    shows: /AAAA/,
    resolver: { change: withoutProofs, bogus: [`${host} AAAA`] },
  },
  {
    name: 'absence of CAA not proved',
    verdict: 'healthy',
    finding: 'dns/dnssec-bogus',
    shows: /CAA/,
    resolver: {
      change: (answer, query) => (/CAA|257/.test(query.type) ? withoutProofs(answer) : answer),
    },
  },
  {
    name: 'resolver still calls a mended zone bogus',
    verdict: 'broken',
    finding: 'dns/dnssec-bogus',
    shows: /SERVFAIL/,
    resolver: validating,
  },
  {
    name: 'RRSIG about to expire',
    verdict: 'healthy',
    finding: 'dns/rrsig-expiring',
    shows: /\sRRSIG\s/,
    spec: { hours: [-235, 5] },
  },
  {
    name: 'NSEC3 with rounds, DS with SHA-1',
    verdict: 'healthy',
    finding: null,
    also: ['dns/dnssec-weak'],
    spec: { nsec3: { iterations: 10 }, digestType: 1 },
  },
];

/** What a chain of trust is worth; behind the name stands a sound server. */
export const dnssecStages: readonly Stage[] = rows.map((row) => ({
  name: `DNSSEC: ${row.name}`,
  verdict: row.verdict,
  finding: row.finding,
  ...(row.also === undefined ? {} : { also: row.also }),
  ...(row.shows === undefined ? {} : { shows: row.shows }),
  async open() {
    const records = ['@ A 127.0.0.1'];
    const tree = forgeTree({ '.': {}, [top]: {}, [zone]: { records, ...row.spec } }, realNow);
    const dns = await startSignedServer({ zones: tree.zones, ...row.resolver });
    const server = await startTlsServer({ chain, key });
    return setStage({
      typed: `tls://${host}:${server.port}`,
      settings: { anchorsPem, dnsServers: [dns.address], dnssecAnchors: tree.anchors },
      servers: [dns, server],
    });
  },
}));
