import type { FindingId } from '../../../src/core/finding.ts';
import type { Scenario } from '../certificates/scenario.ts';
import { forgeScenario } from '../certificates/scenarios.ts';
import { realNow } from '../diagnosing.ts';
import type { FarmServer } from '../farm/listener.ts';
import * as raw from '../farm/raw-servers.ts';
import type { Manner } from '../farm/starttls-behaviour.ts';
import { type StarttlsScheme, startStarttls, starttlsSchemes } from '../farm/starttls-servers.ts';
import { startTlsServer } from '../farm/tls-server.ts';
import { type Stage, setStage } from './stage.ts';

const sound = forgeScenario('healthy-rsa', { now: realNow });
const expired = forgeScenario('expired', { now: realNow });

type Row = Omit<Stage, 'open'> & {
  readonly scheme: StarttlsScheme;
  readonly start: () => Promise<FarmServer>;
  readonly scenario?: Scenario;
  readonly deadlineMs?: number;
};

function stageOf({ scheme, start, scenario = sound, deadlineMs, ...stage }: Row): Stage {
  return {
    ...stage,
    async open() {
      const server = await start();
      return setStage({
        typed: `${scheme}://${scenario.host}:${server.port}`,
        address: '127.0.0.1',
        settings: {
          anchorsPem: scenario.anchorsPem,
          ...(deadlineMs === undefined ? {} : { deadlineMs }),
        },
        servers: [server],
      });
    },
  };
}

function inManner(scheme: StarttlsScheme, manner: Manner, scenario: Scenario = sound) {
  const { chain, key } = scenario;
  return () => startStarttls(scheme, { manner }, { chain, key });
}

/** Their clients go on in the clear by default. */
const lenient: ReadonlySet<StarttlsScheme> = new Set(['smtp', 'ldap', 'ftp', 'postgres', 'mysql'] as const);

const plainShows: Readonly<Record<StarttlsScheme, RegExp>> = {
  smtp: /250 HELP[\s\S]*502 5\.5\.1/,
  imap: /AUTH=PLAIN[\s\S]*n2 NO/,
  pop3: /UIDL[\s\S]*-ERR unknown/,
  ldap: /s\s+u\s+p\s+p\s+o/,
  ftp: /530 Please login/,
  xmpp: /<mechanism>PLAIN/,
  'xmpp-server': /<mechanism>PLAIN/,
  postgres: /server does not support SSL/,
  mysql: /does not support SSL/,
};

const perProtocol = starttlsSchemes.flatMap((scheme): readonly Row[] => [
  {
    name: `${scheme} with TLS`,
    scheme,
    verdict: 'healthy',
    finding: null,
    start: inManner(scheme, 'offers'),
  },
  {
    name: `${scheme} without TLS`,
    scheme,
    verdict: lenient.has(scheme) ? 'degraded' : 'broken',
    finding: 'tls/starttls-missing',
    blame: 'target',
    shows: plainShows[scheme],
    start: inManner(scheme, 'plain'),
  },
  {
    name: `${scheme} with an expired certificate`,
    scheme,
    verdict: 'broken',
    finding: 'certificate/expired',
    blame: 'target',
    scenario: expired,
    shows: /notAfter/,
    start: inManner(scheme, 'offers', expired),
  },
]);

const misbehaving: readonly Row[] = [
  ...refusing('smtp', /454 4\.7\.0/),
  ...refusing('imap', /NO no certificate/),
  ...refusing('pop3', /-ERR TLS/),
  ...refusing('ftp', /431 no certificate/),
  ...refusing('ldap', /i\s+n\s+i\s+t\s+i\s+a/),
  ...refusing('xmpp', /<failure/),
  turningAway('smtp', 'unknown', 'our-vantage'),
  turningAway('imap', 'broken', 'target'),
  turningAway('postgres', 'broken', 'target'),
  turningAway('mysql', 'unknown', 'our-vantage'),
  {
    name: 'smtp:// at a port that speaks TLS at once',
    scheme: 'smtp',
    verdict: 'broken',
    finding: 'tls/implicit-tls',
    shows: /BEGIN CERTIFICATE/,
    start: () => startTlsServer({ chain: sound.chain, key: sound.key }),
  },
  {
    name: 'ldap:// at a port that speaks TLS at once',
    scheme: 'ldap',
    verdict: 'broken',
    finding: 'tls/implicit-tls',
    start: () => startTlsServer({ chain: sound.chain, key: sound.key }),
  },
  {
    name: 'postgres:// at a port that speaks HTTP',
    scheme: 'postgres',
    verdict: 'broken',
    finding: 'tls/other-protocol',
    start: () => raw.speaks('http'),
  },
  {
    name: 'smtp:// at a port that speaks SSH',
    scheme: 'smtp',
    verdict: 'broken',
    finding: 'tls/other-protocol',
    shows: /SSH-2\.0/,
    start: () => raw.speaks('ssh'),
  },
  {
    name: 'a mail server that drops clients on accept',
    scheme: 'smtp',
    verdict: 'broken',
    finding: 'tcp/reset-on-accept',
    start: () => raw.closeOnAccept(),
  },
  {
    name: 'a mail server without a greeting',
    scheme: 'imap',
    verdict: 'broken',
    finding: 'tls/starttls-broken-off',
    deadlineMs: 700,
    start: inManner('imap', 'silent'),
  },
  {
    name: 'a mail server that hangs up on STARTTLS',
    scheme: 'smtp',
    verdict: 'broken',
    finding: 'tls/starttls-broken-off',
    start: inManner('smtp', 'hangs-up'),
  },
  {
    name: 'clear text behind the go-ahead',
    scheme: 'smtp',
    verdict: 'healthy',
    finding: 'tls/starttls-injection',
    shows: /from the middle/,
    start: inManner('smtp', 'injects'),
  },
];

function refusing(scheme: StarttlsScheme, shows: RegExp): readonly Row[] {
  return [
    {
      name: `${scheme} refuses to begin TLS`,
      scheme,
      verdict: lenient.has(scheme) ? 'degraded' : 'broken',
      finding: 'tls/starttls-refused',
      shows,
      start: inManner(scheme, 'refuses'),
    },
  ];
}

function turningAway(
  scheme: StarttlsScheme,
  verdict: Stage['verdict'],
  blame: NonNullable<Stage['blame']>,
): Row {
  const finding: FindingId = 'tls/turned-away';
  const name = `${scheme} turns clients away`;
  return { name, scheme, verdict, finding, blame, start: inManner(scheme, 'turns-away') };
}

/** What begins in the clear: with TLS, without, and with everything that can go wrong in between. */
export const starttlsStages: readonly Stage[] = [...perProtocol, ...misbehaving].map(stageOf);
