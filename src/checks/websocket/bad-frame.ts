import { defineCheck } from '../../core/check.ts';
import type { FrameFault } from '../../net/websocket/frames.ts';
import { websocketProbe } from '../../probes/websocket.ts';
import { websocat } from '../commands/websocat.ts';
import { socketEvidence } from '../reading/above/websocket-words.ts';
import { evidence } from '../reading/evidence.ts';

export const websocketBadFrame = defineCheck({
  id: 'websocket/bad-frame',
  severity: 'fatal',
  blame: 'target',
  title: 'What the server sends over the open WebSocket is not a valid frame',
  explanation:
    'The handshake succeeds, and then something comes that the standard forbids a server to send. Clients must fail the connection on it, and browsers do (close code 1002 or 1006).',
  fix: 'Let a WebSocket library write the frames. If one does, look for what writes to the same connection beside it: a proxy that compresses, a health page, a second response. Compressed frames need permessage-deflate, which was not offered here.',
  citation: 'RFC 6455 §5.2',
  reads: { websocket: websocketProbe },
  judge({ websocket }, { target }) {
    const { outcome, dressed } = websocket;
    const end = outcome.kind === 'opened' ? outcome.conversation?.end : undefined;
    if (end?.kind !== 'bad-frame' || dressed !== null) return [];
    return [
      {
        title: `Over the open WebSocket the server sends ${words[end.fault]}`,
        evidence: [...socketEvidence(websocket), evidence('fault', words[end.fault])],
        reproduce: websocat(target, websocket.url, websocket.address),
      },
    ];
  },
});

const words: Readonly<Record<FrameFault, string>> = {
  'reserved-bits': 'a frame with reserved bits set',
  'unknown-opcode': 'a frame of an unknown kind',
  masked: 'a masked frame, as only clients may',
  'long-control-frame': 'a control frame of more than 125 bytes',
  'fragmented-control-frame': 'a control frame in pieces',
  'bad-length': 'a frame whose length is not written as it must be',
};
