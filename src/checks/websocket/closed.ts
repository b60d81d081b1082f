import { defineCheck } from '../../core/check.ts';
import type { Observation } from '../../core/finding.ts';
import { websocketProbe } from '../../probes/websocket.ts';
import { websocat } from '../commands/websocat.ts';
import { closeMeaning, socketEvidence, wantsLogin } from '../reading/above/websocket-words.ts';
import { evidence } from '../reading/evidence.ts';

export const websocketClosed = defineCheck({
  id: 'websocket/closed',
  severity: 'fatal',
  blame: 'target',
  title: 'The server opens the WebSocket and closes it at once',
  explanation:
    'The handshake succeeds, and before a word is exchanged the server ends the connection. Clients see an open followed by a close and try again, usually without end.',
  fix: 'Read the log of the application behind the WebSocket for this moment. A code of 1011 is a fault in the application, 1012 or 1013 a restart or overload, 1008 a rule of its own. Without a close frame, look for a crash of the process or a proxy that cannot keep the connection to it.',
  citation: 'RFC 6455 §7.4.1',
  reads: { websocket: websocketProbe },
  judge({ websocket }, { target }) {
    const { outcome, dressed } = websocket;
    if (outcome.kind !== 'opened' || outcome.conversation === null || dressed !== null) return [];
    const { end } = outcome.conversation;
    const reproduce = websocat(target, websocket.url, websocket.address);
    if (end.kind === 'dropped') {
      return [
        {
          title: 'The server opens the WebSocket and drops it without a close frame',
          evidence: [
            ...socketEvidence(websocket),
            evidence('how', end.how === 'reset' ? 'RST' : 'FIN'),
            evidence('clients report', '1006 (abnormal closure)'),
          ],
          reproduce,
        },
      ];
    }
    if (end.kind !== 'closed') return [];
    const { code, reason } = end;
    const said = `${code ?? 'no code'}: ${closeMeaning(code)}`;
    return [
      {
        ...severityOf(code),
        title: `The server closes the WebSocket at once (${said})`,
        evidence: [
          ...socketEvidence(websocket),
          evidence('close code', said),
          ...(reason === '' ? [] : [evidence('reason', reason)]),
        ],
        reproduce,
      },
    ];
  },
});

function severityOf(code: number | null): Pick<Observation, 'severity' | 'explanation' | 'fix'> {
  if (wantsLogin(code)) {
    return {
      severity: 'notice',
      explanation:
        'The handshake succeeds and the server closes with a code that stands for a missing login. We have none, so this is what a sound server does.',
      fix: 'Nothing, if your clients log in. If they do and still see this, the token they send is refused: look at it with /token.',
    };
  }
  return code === 1008 ? { severity: 'error' } : {};
}
