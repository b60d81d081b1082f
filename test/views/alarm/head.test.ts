import { describe, expect, it } from 'vitest';
import { alarmHead } from '../../../src/views/alarm/head.ts';
import { onIt, sampleIncident, toldEndpoint, toldOf } from '../../support/samples/sample-incident.ts';
import { after, alice, bob, dayMs, noon } from '../../support/store-fixtures.ts';
import { plainText } from '../../support/watch-stage.ts';

const cause = {
  id: 'chain/missing-intermediate',
  title: 'The server does not send its intermediate certificate',
  fix: 'Serve fullchain.pem instead of cert.pem, then reload nginx.',
  reproduce: 'openssl s_client -connect 192.0.2.7:443',
  blame: 'target',
} as const;
const untrusted = { problem: 'untrusted', state: 'untrusted', told: toldOf({ cause }) } as const;
const fifteen = Array.from({ length: 15 }, (_, n) => toldEndpoint(`n${n}.example.com`));

function head(change: Parameters<typeof sampleIncident>[0] = {}, now = noon, called = [alice]): string {
  return plainText(alarmHead(sampleIncident(change), { called, now }), now);
}

describe('the head of an alarm', () => {
  it('names certificate, state, date, fix and owner, and calls', () => {
    expect(head()).toMatchInlineSnapshot(`
      "[bad] @Alice! the certificate of pay.example.com is about to expire: in 3 days (Thu 24 Sep, 12:00 UTC)
      Fix: Renew it by hand now, load it on every server, then check again here. Find out later why it did not happen by itself.
      Owner Alice · evidence in the thread · alarm k3n9w2x7q1"
    `);
    expect(alarmHead(sampleIncident(), { called: [alice], now: noon }).summary).toMatchInlineSnapshot(
      `"Alice: the certificate of pay.example.com is about to expire: in 3 days (Thu 24 Sep, 12:00 UTC). Renew it by hand now, load it on every server, then check again here. Find out later why it did not happen by itself."`,
    );
  });

  it.each(['due', 'overdue', 'expired'] as const)('words the state %s', (state) => {
    expect(head({ state }, noon, [])).toMatchSnapshot();
  });

  it.each(['revoked', 'mismatch', 'unreachable', 'changed'] as const)('words the trouble %s', (state) => {
    expect(head({ problem: state, state }, noon, [])).toMatchSnapshot();
  });

  it('puts the cause of a trouble into its first line', () => {
    expect(head(untrusted)).toMatchInlineSnapshot(`
      "[bad] @Alice! pay.example.com serves a certificate that clients do not trust: The server does not send its intermediate certificate
      Since Mon 21 Sep, 12:00 UTC
      Fix: Serve fullchain.pem instead of cert.pem, then reload nginx.
      Owner Alice · evidence in the thread · alarm k3n9w2x7q1"
    `);
    expect(alarmHead(sampleIncident(untrusted), { called: [], now: noon }).summary).toMatchInlineSnapshot(
      `"pay.example.com serves a certificate that clients do not trust: The server does not send its intermediate certificate. Serve fullchain.pem instead of cert.pem, then reload nginx."`,
    );
  });

  it('is one message for fifteen endpoints, says why it does not renew and where a newer one is', () => {
    const told = toldOf({
      name: 'n0.example.com and 14 more',
      endpoints: fifteen,
      more: 3,
      obstacles: ['CAA of example.com forbids letsencrypt.org', 'port 80 of n0.example.com is closed'],
      newer: 'n3.example.com:8443 serves one that is good until Tue 1 Dec.',
    });
    expect(head({ told })).toMatchInlineSnapshot(`
      "[bad] @Alice! the certificate of n0.example.com and 14 more is about to expire: in 3 days (Thu 24 Sep, 12:00 UTC)
      At: 18 endpoints: n0.example.com, n1.example.com, n2.example.com, n3.example.com and 14 more
      Why it will not renew: 
      - CAA of example.com forbids letsencrypt.org
      - port 80 of n0.example.com is closed
      Newer certificate: n3.example.com:8443 serves one that is good until Tue 1 Dec.
      Fix: Load the newer certificate here as well and reload the server, then press "Renewed, check now".
      Owner Alice · evidence in the thread · alarm k3n9w2x7q1"
    `);
  });

  it('says that the authority is about to revoke it', () => {
    const { certificate } = toldOf();
    if (certificate === null) throw new Error('the sample has one');
    const start = after(-80 * dayMs);
    const renewalWindow = { start, end: after(dayMs, start), source: 'Test CA', explanationUrl: null };
    const told = toldOf({ certificate: { ...certificate, renewalWindow, notAfter: after(40 * dayMs) } });
    expect(head({ told })).toContain('its authority is about to revoke it');
  });

  it('says who is on it, in orange, and offers to hand it back', () => {
    const acknowledged = onIt(bob, { until: after(3 * 3_600_000), reason: 'DNS is being mended' });
    const message = alarmHead(sampleIncident({ acknowledged }), { called: [], now: after(3_600_000) });
    expect(plainText(message, noon)).toMatchInlineSnapshot(`
      "[warning] The certificate of pay.example.com is about to expire: in 3 days (Thu 24 Sep, 12:00 UTC)
      Bob is on it since Mon 21 Sep, 12:14 UTC, until Mon 21 Sep, 15:00 UTC: DNS is being mended
      Fix: Renew it by hand now, load it on every server, then check again here. Find out later why it did not happen by itself.
      Owner Alice · evidence in the thread · alarm k3n9w2x7q1"
    `);
    expect(message.buttons?.map(({ label }) => label)).toEqual([
      'Renewed, check now',
      'Hand back',
      'Snooze ...',
      'Not mine ...',
    ]);
  });

  it('no longer says so once its time is over or the state is worse', () => {
    const acknowledged = onIt(bob, { until: after(3_600_000) });
    expect(head({ acknowledged }, after(7_200_000))).not.toContain('is on it');
    expect(head({ acknowledged: onIt(bob), state: 'expired' })).not.toContain('is on it');
  });

  it('says until when it is muted, that it comes and goes, and that nobody owns it', () => {
    const change = { snoozedUntil: after(dayMs), flapping: true, owners: [], ownedBy: 'nobody' } as const;
    expect(head(change, noon, [])).toMatchInlineSnapshot(`
      "[warning] The certificate of pay.example.com is about to expire: in 3 days (Thu 24 Sep, 12:00 UTC)
      Muted until Tue 22 Sep, 12:00 UTC: nobody is called before.
      It comes and goes: this stays open until it has been quiet for a while.
      Fix: Renew it by hand now, load it on every server, then check again here. Find out later why it did not happen by itself.
      Nobody owns it, so nobody is called: /watch owner pay.example.com @name · evidence in the thread · alarm k3n9w2x7q1"
    `);
    expect(head(change, after(2 * dayMs), [])).not.toContain('Muted');
  });

  it('ends in green with how long it took and who was on it', () => {
    const change = { ...untrusted, acknowledged: onIt(bob), endedAt: after(38 * 60_000) };
    const message = alarmHead(sampleIncident({ ...change, end: 'recovered' }), { called: [], now: noon });
    expect(plainText(message, noon)).toMatchInlineSnapshot(`
      "[good] pay.example.com recovered: it serves a certificate that clients trust again
      Open from Mon 21 Sep, 12:00 UTC to Mon 21 Sep, 12:38 UTC (38 minutes) · Bob was on it after 14 minutes
      Owner Alice · history in the thread · alarm k3n9w2x7q1"
    `);
    expect(message.buttons).toHaveLength(1);
    expect(head({ endedAt: after(dayMs), end: 'renewed' }, noon, [])).toContain(
      '[good] pay.example.com is renewed: the old certificate is served nowhere any more',
    );
    expect(head({ endedAt: after(dayMs), end: 'removed' }, noon, [])).toContain('is no longer watched');
  });

  it('has at most four buttons, the likely one first, each with the id', () => {
    const { buttons = [] } = alarmHead(sampleIncident(), { called: [], now: noon });
    expect(buttons.map(({ label, subcommand, asks }) => [label, subcommand, asks])).toEqual([
      ['Renewed, check now', 'renewed', undefined],
      ['On it until ...', 'on-it', ['until', 'reason']],
      ['Snooze ...', 'snooze', ['for']],
      ['Not mine ...', 'owner', ['to']],
    ]);
    expect(buttons[0]).toMatchObject({ style: 'primary', command: 'alarm', values: { id: 'k3n9w2x7q1' } });
  });

  it('stays short whatever a certificate says', () => {
    const long = 'x'.repeat(20_000);
    const hostile = toldOf({
      name: long,
      endpoints: Array.from({ length: 20 }, (_, n) => toldEndpoint(`${n}${long}`)),
      cause: { ...cause, title: long, fix: `${long}. ${long}` },
      obstacles: Array.from({ length: 30 }, () => long),
      newer: long,
    });
    for (const problem of ['lapse', 'untrusted'] as const) {
      const state = problem === 'lapse' ? 'critical' : problem;
      const acknowledged = onIt({ ...bob, name: 'b' }, { reason: long, state });
      const text = head({ told: hostile, problem, state, acknowledged });
      expect(text.length).toBeLessThan(3000);
    }
  });
});
