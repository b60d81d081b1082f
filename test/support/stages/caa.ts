import type { Verdict } from '../../../src/core/diagnosis.ts';
import type { FindingId } from '../../../src/core/finding.ts';
import {
  type CertificateSpec,
  daysFrom,
  forgeIntermediate,
  forgeLeaf,
  forgeRoot,
} from '../certificates/forge.ts';
import { realNow } from '../diagnosing.ts';
import { type DnsServerSettings, startDnsServer } from '../dns/dns-server.ts';
import { replyTo, type SeenQuery } from '../dns/dns-zone.ts';
import { startTlsServer } from '../farm/tls-server.ts';
import { type Stage, setStage } from './stage.ts';

const host = 'api.example.test';
const here = { [host]: { A: ['127.0.0.1'] } };
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
  readonly dns: DnsServerSettings;
  readonly leaf?: CertificateSpec;
  readonly shows?: RegExp;
};

const caa = (...records: readonly string[]) => ({ records: { ...here, 'example.test': { CAA: records } } });
const until = (days: number) => Math.floor(daysFrom(realNow, days).getTime() / 1000);
const persistent = (days: number, issuer = 'letsencrypt.org') => ({
  records: {
    ...here,
    '_validation-persist.example.test': {
      TXT: [`${issuer}; accounturi=https://ca.test/1; policy=wildcard; persistUntil=${until(days)}`],
    },
  },
});
const onlyAddresses = (query: SeenQuery) =>
  replyTo(query, here, query.type === 'CAA' || query.type === 'UNKNOWN_257' ? 'servfail' : undefined);

const rows: readonly Row[] = [
  {
    name: 'CAA permits another CA only',
    finding: 'dns/caa-forbids-issuer',
    dns: caa('0 issue "pki.goog"'),
    shows: /pki\.goog/,
  },
  {
    name: 'CAA permits another CA and renewal is due',
    finding: 'dns/caa-forbids-issuer',
    verdict: 'degraded',
    dns: caa('0 issue "pki.goog"'),
    leaf: { notBefore: daysFrom(realNow, -62), notAfter: daysFrom(realNow, 28) },
    shows: /pki\.goog/,
  },
  {
    name: 'CAA permits no wildcard',
    finding: 'dns/caa-forbids-issuer',
    dns: caa('0 issue "letsencrypt.org"', '0 issuewild ";"'),
    leaf: { dns: ['*.example.test'] },
    shows: /issuewild ";"/,
  },
  {
    name: 'CAA with a malformed value',
    finding: 'dns/caa-malformed',
    dns: caa('0 iodef "nobody"'),
    shows: /iodef "nobody"/,
  },
  {
    name: 'CAA with a critical unknown tag',
    finding: 'dns/caa-critical',
    dns: caa('0 issue "letsencrypt.org"', '128 isue "letsencrypt.org"'),
    shows: /128 isue/,
  },
  {
    name: 'CAA is answered with SERVFAIL',
    finding: 'dns/caa-unanswered',
    dns: { records: here, behaviours: { '*': onlyAddresses } },
    shows: /status: SERVFAIL/,
  },
  {
    name: 'the permission to validate ended',
    finding: 'dns/validation-record-expiring',
    dns: persistent(-3),
    shows: /persistUntil=/,
  },
  {
    name: 'the permission to validate ends before the renewal',
    finding: 'dns/validation-record-expiring',
    dns: persistent(10),
    shows: /persistUntil=/,
  },
  { name: 'the permission to validate lasts', finding: null, dns: persistent(300) },
  { name: 'the permission of another CA ended', finding: null, dns: persistent(-3, 'other.example') },
  {
    name: 'CAA permits the issuer',
    finding: null,
    dns: caa('0 issue "letsencrypt.org; validationmethods=dns-01"', '0 iodef "mailto:security@example.test"'),
  },
  { name: 'no CAA at all', finding: null, dns: { records: here } },
];

/** Who may issue, beside a certificate of a CA that is known by name. */
export const caaStages: readonly Stage[] = rows.map(
  ({ name, finding, verdict = 'healthy', dns, leaf, shows }) => ({
    name,
    verdict,
    finding,
    ...(shows === undefined ? {} : { shows }),
    async open() {
      const own = forgeLeaf(authority, { now: realNow, dns: [host], ...leaf });
      const site = await startTlsServer({ chain: [own.der, authority.der], key: own.key });
      const resolver = await startDnsServer(dns);
      return setStage({
        typed: `tls://${host}:${site.port}`,
        settings: { anchorsPem: root.pem, dnsServers: [resolver.address] },
        servers: [resolver, site],
      });
    },
  }),
);
