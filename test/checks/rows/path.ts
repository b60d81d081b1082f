import type { RuleRow } from '../../support/facts/judging.ts';
import { handshakeTry, pathFacts, traced, tripsOf } from '../../support/facts/path-facts.ts';
import { failed, healthyFacts, ip, tlsFacts } from '../../support/facts/probe-facts.ts';

const routers = ['198.51.100.1', '198.51.100.9'];
const stalledTls = { tls: tlsFacts({ [ip]: failed('timeout') }) };
const stalled = (again: ReturnType<typeof handshakeTry>, small = handshakeTry('silent', 350, {})) => ({
  ...stalledTls,
  path: pathFacts({ why: 'stalled', stall: { again, small } }),
});
const hangs = stalled(handshakeTry('silent', 1580, {}));

export const rows: readonly RuleRow[] = [
  {
    id: 'path/stops-at',
    when: 'no router answers beyond the second',
    facts: { path: pathFacts({ why: 'no-connection', traces: [traced('mtr', routers)] }) },
    title: /^The way to 192\.0\.2\.7 ends at hop 2 \(198\.51\.100\.9\): beyond it nobody answers$/,
    evidence: ['hop 1: 198.51.100.1, 1 ms', 'traced by: mtr, which did not reach the target'],
    reproduce: 'mtr --report --report-wide -n -c 3 --tcp -P 443 192.0.2.7',
    severity: 'warning',
    silentWhen: 'the trace reaches the target: its firewall drops',
    silent: {
      path: pathFacts({ why: 'no-connection', traces: [traced('mtr', [...routers, ip], { reached: true })] }),
    },
  },
  {
    id: 'path/stops-at',
    when: 'a router forbids the packets, which only tracepath hears',
    facts: {
      path: pathFacts({
        why: 'no-connection',
        traces: [
          traced('mtr', ['198.51.100.1']),
          traced('tracepath', routers, { refusal: 'administratively prohibited' }),
        ],
      }),
    },
    title: /hop 2 \(198\.51\.100\.9\): it says administratively prohibited/,
    reproduce: 'tracepath -n 192.0.2.7',
    severity: 'warning',
    silentWhen: 'the way was only asked for, and the target ignores the trace',
    silent: { path: pathFacts({ why: 'asked', traces: [traced('tracepath', routers)] }) },
  },
  {
    id: 'path/not-traced',
    when: 'no program is there to trace with',
    facts: {
      path: pathFacts({
        traces: [
          { program: 'mtr', kind: 'failed', why: 'mtr-packet: Failure to open IPv4 sockets' },
          { program: 'tracepath', kind: 'not-installed' },
          { program: 'traceroute', kind: 'not-installed' },
        ],
      }),
    },
    title: /not looked at/,
    evidence: ['mtr: mtr-packet: Failure to open IPv4 sockets', 'tracepath: not installed'],
    reproduce: null,
    severity: 'notice',
    silentWhen: 'one of them traced',
    silent: {
      path: pathFacts({ traces: [{ program: 'mtr', kind: 'not-installed' }, traced('tracepath', routers)] }),
    },
  },
  {
    id: 'path/loss',
    when: 'two of eight connections needed a second packet',
    facts: { path: pathFacts({ trips: tripsOf(20, 21, 20, 1021, 22, 20, 1022, 21) }) },
    title: /^2 of 8 connections to 192\.0\.2\.7 lost their first packet$/,
    evidence: ['connected after: 20 ms, 21 ms, 20 ms, 1.0 s'],
    reproduce: 'time_connect',
    severity: 'warning',
    silentWhen: 'they only vary',
    silent: { path: pathFacts({ trips: tripsOf(20, 80, 20, 310, 22, 20, 160, 21) }) },
  },
  {
    id: 'path/loss',
    when: 'most of them never came about',
    facts: { path: pathFacts({ trips: tripsOf(20, 21) }) },
    title: /^6 of 8/,
    reproduce: 'curl',
    severity: 'error',
    silentWhen: 'nobody counted, since the address refuses',
    silent: { path: pathFacts({ trips: null }) },
  },
  {
    id: 'path/loss',
    when: 'one of eight got lost, as happens',
    facts: { path: pathFacts({ trips: tripsOf(20, 21, 20, 21, 22, 20, 1022, 21) }) },
    title: /^1 of 8/,
    reproduce: 'curl',
    severity: 'notice',
    silentWhen: 'the way was not looked at',
    silent: healthyFacts,
  },
  {
    id: 'tcp/slow',
    when: 'every connection takes half a second',
    facts: { path: pathFacts({ trips: tripsOf(500, 510, 520, 500, 505, 515, 501, 502) }) },
    title: /^A round trip to 192\.0\.2\.7 takes 505 ms$/,
    reproduce: 'time_connect',
    severity: 'notice',
    silentWhen: 'most are quick and one is late',
    silent: { path: pathFacts({ trips: tripsOf(20, 21, 20, 700, 22, 20, 22, 21) }) },
  },
  {
    id: 'tcp/slow',
    when: 'every connection takes more than a second',
    facts: { path: pathFacts({ trips: tripsOf(1500, 1510, 1520, 1500, 1505, 1515, 1501, 1502) }) },
    title: /takes 1\.5 s/,
    reproduce: 'curl',
    severity: 'warning',
    silentWhen: 'it is the other end of the earth',
    silent: { path: pathFacts({ trips: tripsOf(290, 291, 292, 290, 290, 290, 290, 290) }) },
  },
  {
    id: 'path/mtu-blackhole',
    when: 'our large segment is sent again and again, and the one behind it arrived',
    facts: stalled(handshakeTry('silent', 1580, { unacked: 2, resent: 4, sacked: 1 })),
    title: /^Large packets to 192\.0\.2\.7:443 are lost on the way there \(MTU black hole\)$/,
    evidence: ['2 segments of ours missing there, sent again 4 times, 1 later ones arrived'],
    reproduce: 'ss -tinO dst 192.0.2.7',
    severity: 'fatal',
    silentWhen: 'all of ours arrived, and nothing came: the server hangs',
    silent: hangs,
  },
  {
    id: 'path/mtu-blackhole',
    when: 'the end of their answer arrived without its beginning',
    facts: stalled(handshakeTry('silent', 1580, {}), handshakeTry('silent', 350, { outOfOrder: 1 })),
    title: /^Large packets from 192\.0\.2\.7:443 are lost on the way here/,
    evidence: ['1 of theirs arrived behind one that did not'],
    reproduce: 'openssl s_client -connect 192.0.2.7:443',
    severity: 'fatal',
    silentWhen: 'everything of ours is lost, small or large',
    silent: stalled(
      handshakeTry('silent', 1580, { unacked: 2, resent: 4 }),
      handshakeTry('silent', 350, { unacked: 1, resent: 4 }),
    ),
  },
  {
    id: 'tls/large-client-hello',
    when: 'the small message is answered and the usual one arrives and is not',
    facts: stalled(handshakeTry('silent', 1580, {}), handshakeTry('completed', 350)),
    title: /^192\.0\.2\.7:443 answers a ClientHello of 350 bytes and none of 1580$/,
    reproduce: 'openssl s_client',
    severity: 'fatal',
    silentWhen: 'this time both complete',
    silent: stalled(handshakeTry('completed', 1580), handshakeTry('completed', 350)),
  },
  {
    id: 'tls/handshake-timeout',
    when: 'a closer look finds no other reason',
    facts: hangs,
    title: /never answers the TLS handshake/,
    reproduce: 'timeout 10 openssl s_client',
    severity: 'fatal',
    silentWhen: 'the segments tell of a black hole',
    silent: stalled(handshakeTry('silent', 1580, { outOfOrder: 2 })),
  },
];
