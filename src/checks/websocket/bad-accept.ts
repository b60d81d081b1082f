import { defineCheck } from '../../core/check.ts';
import type { Evidence } from '../../core/finding.ts';
import type { UpgradeFault } from '../../net/websocket/handshake.ts';
import { websocketProbe } from '../../probes/websocket.ts';
import { curlUpgrade, sampleAccept } from '../commands/curl-upgrade.ts';
import { socketEvidence } from '../reading/above/websocket-words.ts';
import { evidence } from '../reading/evidence.ts';

export const websocketBadAccept = defineCheck({
  id: 'websocket/bad-accept',
  severity: 'fatal',
  blame: 'target',
  title: 'The answer to the WebSocket handshake is not what clients must insist on',
  explanation:
    'The server answers 101, and something in that answer is wrong: the hash of the key that the client sent (Sec-WebSocket-Accept), the headers Upgrade or Connection, or a subprotocol or extension that nobody asked for. The standard makes clients close at once, and all of them do.',
  fix: 'Let a WebSocket library answer, and let no proxy or cache between take part: it must pass Sec-WebSocket-Key and Sec-WebSocket-Accept on unchanged. A fixed 101 answer of a mock or a cached one has the hash of another key.',
  citation: 'RFC 6455 §4.1',
  reads: { websocket: websocketProbe },
  judge({ websocket }) {
    const { outcome, dressed } = websocket;
    const [first] = outcome.kind === 'opened' ? outcome.faults : [];
    if (outcome.kind !== 'opened' || first === undefined || dressed !== null) return [];
    return [
      {
        title: titleOf(first),
        evidence: [
          ...socketEvidence(websocket),
          evidence('status', '101'),
          ...outcome.faults.flatMap(faultEvidence),
        ],
        reproduce: curlUpgrade(websocket.url, websocket.address),
      },
    ];
  },
});

function titleOf(fault: UpgradeFault): string {
  switch (fault.kind) {
    case 'no-upgrade':
      return 'The server answers 101 without the header Upgrade: websocket';
    case 'no-connection':
      return 'The server answers 101 without the header Connection: Upgrade';
    case 'no-accept':
      return 'The server answers 101 without Sec-WebSocket-Accept';
    case 'wrong-accept':
      return 'The Sec-WebSocket-Accept of the server is not the hash of the key we sent';
    case 'unasked-protocol':
      return 'The server chooses a subprotocol that was not offered';
    case 'unasked-extension':
      return 'The server uses an extension that was not offered';
  }
}

function faultEvidence(fault: UpgradeFault): readonly Evidence[] {
  switch (fault.kind) {
    case 'no-upgrade':
      return [evidence('Upgrade', fault.found ?? 'missing')];
    case 'no-connection':
      return [evidence('Connection', fault.found ?? 'missing')];
    case 'no-accept':
      return [evidence('Sec-WebSocket-Accept', 'missing')];
    case 'wrong-accept':
      return [
        evidence('Sec-WebSocket-Accept', fault.found),
        evidence('wanted', fault.wanted),
        evidence('wanted in the command', sampleAccept),
      ];
    case 'unasked-protocol':
      return [evidence('Sec-WebSocket-Protocol', fault.found)];
    case 'unasked-extension':
      return [evidence('Sec-WebSocket-Extensions', fault.found)];
  }
}
