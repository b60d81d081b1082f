import { describe, expect, it } from 'vitest';
import { faultOf, leafWith, nameOf } from '../support/facts/certificate-facts.ts';
import { judge } from '../support/facts/judging.ts';
import {
  brokenPath,
  chainFacts,
  completed,
  failed,
  httpFacts,
  ip,
  tlsFacts,
} from '../support/facts/probe-facts.ts';

const long = `${'A'.repeat(5000)}\u{1f600}`;
const ping = '<!channel> @everyone';

describe('text from a target', () => {
  const certificate = leafWith({
    subject: nameOf(long),
    issuer: nameOf(ping),
    names: { dns: [long, ping], ip: [], other: [] },
    faults: [faultOf(long)],
  });
  const facts = {
    tls: tlsFacts({ [ip]: completed({ chain: [certificate], clientCertificate: wanted() }) }),
    chain: chainFacts({
      leaf: certificate,
      sent: Array.from({ length: 100 }, () => certificate),
      names: { matches: false, mistake: 'other', nearest: ping },
      openssl: { code: 'UNSPECIFIED', message: long },
      ...brokenPath({ kind: 'issuer-missing', of: certificate }),
    }),
    http: httpFacts([
      { status: 503, headers: { server: long, location: `https://${'a'.repeat(3000)}.example/` } },
    ]),
  } as const;

  it('is bounded in evidence', () => {
    const findings = judge(facts);
    expect(findings.length).toBeGreaterThan(5);
    for (const { evidence, id } of findings) {
      expect(evidence.length, id).toBeLessThanOrEqual(24);
      for (const { label, value } of evidence) {
        expect(label.length, id).toBeLessThanOrEqual(60);
        expect(value.length, id).toBeLessThanOrEqual(200);
      }
    }
  });

  it('is bounded in titles and commands', () => {
    for (const { title, reproduce, fix, id } of judge(facts)) {
      expect(title.length, id).toBeLessThanOrEqual(400);
      expect(reproduce?.length ?? 0, id).toBeLessThanOrEqual(1200);
      expect(fix.length, id).toBeLessThanOrEqual(1500);
    }
  });

  it('stays raw: escaping is for those who show it', () => {
    const told = judge(facts).find(({ id }) => id === 'certificate/name-mismatch');
    expect(told?.title).toContain(ping);
  });

  it('shows unprintable first bytes as \\xNN', () => {
    const firstBytes = Uint8Array.from([0x1b, 0x5b, 0x32, 0x4a, 0xff]);
    const told = judge({ tls: tlsFacts({ [ip]: failed('not-tls', { spoke: 'unknown', firstBytes }) }) });
    expect(told[0]?.evidence).toContainEqual({ label: 'first bytes', value: '\\x1b[2J\\xff' });
  });
});

function wanted() {
  return {
    requested: true,
    authorities: Array.from({ length: 20 }, () => long),
    rejectedWith: { number: 116, name: 'certificate_required' },
  };
}
