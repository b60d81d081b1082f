import type { Conversation } from './conversation.ts';
import { goAhead, notOffered, refused, turnedAway, type UpgradeProtocol } from './protocol.ts';

export const pop3Upgrade: UpgradeProtocol = {
  scheme: 'pop3',
  name: 'POP3',
  asks: 'STLS',
  citation: 'RFC 2595 §4',
  begins: 'server',
  async run(conversation) {
    const greeting = await status(conversation);
    if (!greeting.ok) return turnedAway(greeting.line);
    conversation.send('CAPA\r\n');
    const known = await status(conversation);
    // RFC 2449 came after POP3: without CAPA, asking is the only way to know.
    const offers = known.ok ? await list(conversation) : [];
    if (known.ok && !offers.some((line) => /^STLS\b/i.test(line))) return notOffered(offers);
    conversation.send('STLS\r\n');
    const answer = await status(conversation);
    if (answer.ok) return goAhead;
    return known.ok ? refused(answer.line) : notOffered([], answer.line);
  },
};

async function status(conversation: Conversation): Promise<{ readonly ok: boolean; readonly line: string }> {
  const line = await conversation.line();
  if (!/^(\+OK|-ERR)\b/i.test(line)) throw conversation.otherProtocol();
  return { ok: line.startsWith('+'), line };
}

const mostLines = 100;

async function list(conversation: Conversation): Promise<readonly string[]> {
  const lines: string[] = [];
  while (lines.length < mostLines) {
    const line = await conversation.line();
    if (line === '.') return lines;
    lines.push(line);
  }
  throw conversation.otherProtocol();
}
