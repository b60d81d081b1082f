import { daysFromNow, host, leafWith } from '../../support/facts/certificate-facts.ts';
import type { RuleRow } from '../../support/facts/judging.ts';
import { chainFacts, healthyFacts, httpFacts, ip } from '../../support/facts/probe-facts.ts';
import { lookOf, vantageFacts } from '../../support/facts/vantage-facts.ts';
import { clocks, proxyIssuer, publicIssuer, reference } from '../../support/samples/sample-vantage.ts';

const dayMs = 86_400_000;
const leaf = leafWith({ notBefore: daysFromNow(-10), notAfter: daysFromNow(80) });
const ended = leafWith({ notBefore: daysFromNow(-91), notAfter: daysFromNow(-1) });
const saying = (date: Date) => httpFacts([{ status: 200, headers: { date: date.toUTCString() } }]);
const signedBy = (issuer: typeof proxyIssuer) => [{ addresses: [`${ip}:443`], issuer }];
const resigned = lookOf(
  reference('one.test', { issuer: proxyIssuer }),
  reference('two.test', { issuer: proxyIssuer, ip: '203.0.113.7' }),
);
const trustedProxy = { ...proxyIssuer, standing: 'private' as const };
const trustedResigned = lookOf(reference('one.test', { issuer: trustedProxy }));

export const rows: readonly RuleRow[] = [
  {
    id: 'vantage/clock-skew',
    when: 'two hosts agree that it is earlier, and the certificate has not expired then',
    facts: {
      vantage: vantageFacts({ references: lookOf(...clocks(-3 * dayMs, -3 * dayMs + 900)) }),
      chain: chainFacts({ leaf: ended, sent: [ended] }),
    },
    title: /^The clock of this machine is 3 days ahead$/,
    evidence: [
      'ref1.test: its Date header is 3 days behind this machine',
      'expired by this clock, critical by theirs',
    ],
    reproduce: 'date -u; curl -skI --resolve ref1.test:443:198.51.100.7',
    severity: 'fatal',
    silentWhen: 'they disagree with each other',
    silent: {
      vantage: vantageFacts({ references: lookOf(...clocks(-3 * dayMs, 0)) }),
      chain: chainFacts({ leaf: ended, sent: [ended] }),
    },
  },
  {
    id: 'vantage/clock-skew',
    when: 'it is twenty minutes late and no date depends on it',
    facts: {
      vantage: vantageFacts({ references: lookOf(...clocks(1_200_000, 1_200_500)) }),
      chain: chainFacts({ leaf, sent: [leaf] }),
    },
    title: /^The clock of this machine is 20 minutes behind$/,
    reproduce: 'date -u',
    severity: 'warning',
    silentWhen: 'it is two minutes late',
    silent: {
      vantage: vantageFacts({ references: lookOf(...clocks(120_000, 120_500)) }),
      chain: chainFacts({ leaf, sent: [leaf] }),
    },
  },
  {
    id: 'vantage/clock-skew',
    when: 'one reference host and the target agree',
    facts: {
      vantage: vantageFacts({ references: lookOf(...clocks(2 * dayMs)) }),
      chain: chainFacts({ leaf, sent: [leaf] }),
      http: saying(daysFromNow(2)),
    },
    title: /2 days behind/,
    evidence: [`${host}:443: its Date header is 2 days ahead of this machine`],
    reproduce: 'date -u',
    severity: 'warning',
    silentWhen: 'the target is alone with its opinion',
    silent: {
      vantage: vantageFacts({ references: lookOf(...clocks(0)) }),
      chain: chainFacts({ leaf, sent: [leaf] }),
      http: saying(daysFromNow(2)),
    },
  },
  {
    id: 'http/clock-skew',
    when: 'two reference hosts agree with the clock here',
    facts: {
      ...healthyFacts,
      vantage: vantageFacts({ references: lookOf(...clocks(0, 400)) }),
      http: saying(daysFromNow(2)),
    },
    title: /^The clock of the server is 2 days ahead of the clock here$/,
    evidence: ['agrees with the clock here: ref1.test'],
    reproduce: 'curl',
    severity: 'warning',
    silentWhen: 'they agree with the server: then it is the clock here',
    silent: {
      ...healthyFacts,
      vantage: vantageFacts({ references: lookOf(...clocks(2 * dayMs, 2 * dayMs)) }),
      http: saying(daysFromNow(2)),
    },
  },
  {
    id: 'vantage/intercepted',
    when: 'a stranger signed for the references and for the target',
    facts: { vantage: vantageFacts({ references: resigned, signers: signedBy(proxyIssuer) }) },
    title: /^A proxy on our side signs for everybody: Acme Inspection$/,
    evidence: ['signed by: Acme Inspection', 'reference host: two.test, 203.0.113.7'],
    reproduce: 'openssl s_client -connect 198.51.100.7:443 -servername one.test',
    severity: 'fatal',
    silentWhen: 'the target has a certificate of a public authority: it is let past',
    silent: { vantage: vantageFacts({ references: resigned, signers: signedBy(publicIssuer) }) },
  },
  {
    id: 'vantage/intercepted',
    when: 'the proxy is trusted by EXTRA_CA_FILE',
    facts: { vantage: vantageFacts({ references: trustedResigned, signers: signedBy(trustedProxy) }) },
    title: /Acme Inspection/,
    reproduce: 'openssl s_client',
    severity: 'warning',
    silentWhen: 'the target is of its own network, where the company signs for its servers',
    silent: {
      vantage: vantageFacts({ place: 'own', references: trustedResigned, signers: signedBy(trustedProxy) }),
    },
  },
  {
    id: 'vantage/intercepted',
    when: 'one of two references is not reached',
    facts: {
      vantage: vantageFacts({
        references: lookOf(
          reference('one.test', { issuer: proxyIssuer }),
          reference('two.test', { connected: false, failure: 'timeout', clock: null, issuer: null }),
        ),
        signers: signedBy(proxyIssuer),
      }),
    },
    title: /Acme Inspection/,
    reproduce: 'openssl s_client',
    severity: 'fatal',
    silentWhen: 'the other one shows a certificate of a public authority',
    silent: {
      vantage: vantageFacts({
        references: lookOf(reference('one.test', { issuer: proxyIssuer }), reference('two.test')),
        signers: signedBy(proxyIssuer),
      }),
    },
  },
];
