import { describe, expect, it } from 'vitest';
import { checks } from '../../src/checks/index.ts';
import { idsOf, judge, type RuleRow } from '../support/facts/judging.ts';
import { rows as caa } from './rows/caa.ts';
import { rows as certificate } from './rows/certificate.ts';
import { rows as certificateForm } from './rows/certificate-form.ts';
import { rows as certificateTimes } from './rows/certificate-times.ts';
import { rows as chain } from './rows/chain.ts';
import { rows as chainLists } from './rows/chain-lists.ts';
import { rows as chainRepair } from './rows/chain-repair.ts';
import { rows as clientCertificates } from './rows/client-certificates.ts';
import { rows as dns } from './rows/dns.ts';
import { rows as dnsAuthorities } from './rows/dns-authorities.ts';
import { rows as dnsDelegation } from './rows/dns-delegation.ts';
import { rows as dnssec } from './rows/dnssec.ts';
import { rows as grpc } from './rows/grpc.ts';
import { rows as http } from './rows/http.ts';
import { rows as httpAnswers } from './rows/http-answers.ts';
import { rows as httpFailures } from './rows/http-failures.ts';
import { rows as http3 } from './rows/http3.ts';
import { rows as nextIssuance } from './rows/next-issuance.ts';
import { rows as oauth } from './rows/oauth.ts';
import { rows as path } from './rows/path.ts';
import { rows as renewalWindows } from './rows/renewal-windows.ts';
import { rows as resolvers } from './rows/resolvers.ts';
import { rows as revocation } from './rows/revocation.ts';
import { rows as serviceBinding } from './rows/service-binding.ts';
import { rows as standards } from './rows/standards.ts';
import { rows as starttls } from './rows/starttls.ts';
import { rows as target } from './rows/target.ts';
import { rows as tcp } from './rows/tcp.ts';
import { rows as tlsFailures } from './rows/tls-failures.ts';
import { rows as tlsScans } from './rows/tls-scans.ts';
import { rows as tlsSessions } from './rows/tls-sessions.ts';
import { rows as token } from './rows/token.ts';
import { rows as transparency } from './rows/transparency.ts';
import { rows as trustStores } from './rows/trust-stores.ts';
import { rows as vantage } from './rows/vantage.ts';
import { rows as vantageTime } from './rows/vantage-time.ts';
import { rows as websocket } from './rows/websocket.ts';

const rows: readonly RuleRow[] = [
  vantage,
  vantageTime,
  standards,
  target,
  dns,
  dnsAuthorities,
  dnsDelegation,
  resolvers,
  caa,
  nextIssuance,
  dnssec,
  serviceBinding,
  tcp,
  path,
  tlsFailures,
  tlsSessions,
  tlsScans,
  starttls,
  clientCertificates,
  certificateTimes,
  renewalWindows,
  certificate,
  transparency,
  certificateForm,
  chain,
  chainLists,
  chainRepair,
  trustStores,
  revocation,
  http,
  httpAnswers,
  http3,
  httpFailures,
  websocket,
  grpc,
  oauth,
  token,
].flat();

describe.each(rows.map((row) => [row.id, row] as const))('%s', (id, row) => {
  it(`speaks when ${row.when}`, () => {
    const told = judge(row.facts, row.target).filter((finding) => finding.id === id);
    expect(told).toHaveLength(1);
    const finding = told[0];
    expect(finding?.title).toMatch(row.title);
    expect(finding?.severity).toBe(row.severity);
    const shown = finding?.evidence.map(({ label, value }) => `${label}: ${value}`).join('\n');
    for (const text of row.evidence ?? []) expect(shown).toContain(text);
    if (row.reproduce === null) expect(finding?.reproduce).toBeNull();
    else expect(finding?.reproduce).toContain(row.reproduce);
    for (const { label, value } of finding?.evidence ?? []) {
      expect(label.length).toBeLessThanOrEqual(60);
      expect(value.length).toBeLessThanOrEqual(200);
    }
  });

  it(`says nothing when ${row.silentWhen}`, () => {
    expect(idsOf(judge(row.silent, row.target))).not.toContain(id);
  });
});

describe('the rows', () => {
  it('show every rule at least once', () => {
    const shown = new Set(rows.map(({ id }) => id));
    expect(checks.map((check) => check.page.id).filter((id) => !shown.has(id))).toEqual([]);
  });
});
