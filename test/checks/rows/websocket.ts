import { parseTarget } from '../../../src/core/target.ts';
import type { WebSocketFacts } from '../../../src/probes/websocket.ts';
import { host } from '../../support/facts/certificate-facts.ts';
import type { RuleRow } from '../../support/facts/judging.ts';
import { ip } from '../../support/facts/probe-facts.ts';

type Outcome = WebSocketFacts['outcome'];
type Opened = Extract<Outcome, { kind: 'opened' }>;
type End = NonNullable<Opened['conversation']>['end'];

const target = parseTarget(`wss://${host}/live`);

function seen(outcome: Outcome, dressed: Outcome | null = null) {
  return { websocket: { url: `wss://${host}:443/live`, address: `${ip}:443`, outcome, dressed } };
}

function answered(status: number, headers: Readonly<Record<string, string>> = {}): Outcome {
  return { kind: 'answered', status, headers, elapsedMs: 5 };
}

function opened(end: End, changes: Partial<Opened> = {}): Outcome {
  const conversation = { messages: 0, end };
  return { kind: 'opened', headers: {}, protocol: null, faults: [], elapsedMs: 5, conversation, ...changes };
}

const failed = (kind: 'timeout' | 'aborted' | 'reset', message: string): Outcome => ({
  kind: 'no-answer',
  failure: { kind, errorCode: null, message },
});
const sound = seen(opened({ kind: 'pong', elapsedMs: 1 }));
const curl = `--resolve ${host}:443:${ip} https://${host}:443/live`;
const websocat = `websocat -v -t --tls-domain ${host}`;

type Row = Omit<RuleRow, 'target' | 'silentWhen' | 'silent'> &
  Partial<Pick<RuleRow, 'silentWhen' | 'silent'>>;

const written: readonly Row[] = [
  {
    id: 'websocket/refused',
    when: 'a page comes instead',
    facts: seen(answered(200, { server: 'nginx' })),
    title: /answers 200 like a web page/,
    evidence: ['status: 200, wanted 101', 'server: nginx'],
    reproduce: curl,
    severity: 'fatal',
    silentWhen: 'an Origin or a subprotocol was all it wanted',
    silent: seen(answered(403), opened({ kind: 'silent' })),
  },
  {
    id: 'websocket/refused',
    when: 'a redirect comes',
    facts: seen(answered(302, { location: 'https://login.example/' })),
    title: /with a redirect \(302\)/,
    evidence: ['location: https://login.example/'],
    reproduce: curl,
    severity: 'fatal',
  },
  {
    id: 'websocket/refused',
    when: 'a login is wanted',
    facts: seen(answered(401, { 'www-authenticate': 'Bearer' })),
    title: /wants a login \(401\)/,
    evidence: ['www-authenticate: Bearer'],
    reproduce: curl,
    severity: 'notice',
  },
  {
    id: 'websocket/bad-accept',
    when: 'the hash is another one',
    facts: seen(
      opened(
        { kind: 'silent' },
        { faults: [{ kind: 'wrong-accept', found: 'A=', wanted: 'B=' }], conversation: null },
      ),
    ),
    title: /not the hash of the key/,
    evidence: ['Sec-WebSocket-Accept: A=', 'wanted: B='],
    reproduce: curl,
    severity: 'fatal',
  },
  {
    id: 'websocket/closed',
    when: 'a close frame comes at once',
    facts: seen(opened({ kind: 'closed', code: 1011, reason: 'no database' })),
    title: /at once \(1011: internal server error\)/,
    evidence: ['reason: no database'],
    reproduce: websocat,
    severity: 'fatal',
  },
  {
    id: 'websocket/closed',
    when: 'the connection is dropped at once',
    facts: seen(opened({ kind: 'dropped', how: 'reset' })),
    title: /without a close frame/,
    evidence: ['how: RST', '1006'],
    reproduce: websocat,
    severity: 'fatal',
    silentWhen: 'the run ended first',
    silent: seen(opened({ kind: 'aborted' })),
  },
  {
    id: 'websocket/bad-frame',
    when: 'a frame is masked',
    facts: seen(opened({ kind: 'bad-frame', fault: 'masked' })),
    title: /a masked frame/,
    reproduce: websocat,
    severity: 'fatal',
  },
  {
    id: 'websocket/no-answer',
    when: 'nothing comes',
    facts: seen(failed('timeout', 'no whole answer within 5000 ms')),
    title: /does not answer/,
    evidence: ['no whole answer'],
    reproduce: curl,
    severity: 'fatal',
    silentWhen: 'the run ended first',
    silent: seen(failed('aborted', 'stopped')),
  },
  {
    id: 'websocket/http2-only',
    when: 'http/1.1 is refused',
    facts: seen({
      kind: 'not-connected',
      failure: { kind: 'tls', errorCode: null, message: 'alert 120' },
      noSharedProtocol: true,
    }),
    title: /HTTP\/2 only/,
    evidence: ['no_application_protocol'],
    reproduce: curl,
    severity: 'fatal',
    silentWhen: 'it is TLS that answers',
    silent: seen({ kind: 'not-http', voice: 'tls', firstBytes: Uint8Array.from([21, 3, 3]) }),
  },
  {
    id: 'websocket/no-pong',
    when: 'a ping is not answered',
    facts: seen(opened({ kind: 'silent' })),
    title: /a ping is not answered/,
    reproduce: `--ping-interval 1`,
    severity: 'notice',
  },
  {
    id: 'websocket/wants-more',
    when: 'a subprotocol opens it',
    facts: seen(answered(400), opened({ kind: 'silent' }, { protocol: 'mqtt' })),
    title: /only with a subprotocol: mqtt/,
    evidence: ['without: answered 400', 'with: mqtt: opens'],
    reproduce: websocat,
    severity: 'notice',
  },
];

export const rows: readonly RuleRow[] = written.map((row) => ({
  silentWhen: 'it opens and answers',
  silent: sound,
  ...row,
  target,
}));
