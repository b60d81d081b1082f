import type { Conversation } from './conversation.ts';
import { goAhead, notOffered, refused, turnedAway, type UpgradeProtocol } from './protocol.ts';

export const imapUpgrade: UpgradeProtocol = {
  scheme: 'imap',
  name: 'IMAP',
  asks: 'STARTTLS',
  citation: 'RFC 9051 §6.2.1',
  begins: 'server',
  async run(conversation) {
    const greeting = await conversation.line();
    const [, status = ''] = /^\* (OK|PREAUTH|BYE)\b/i.exec(greeting) ?? [];
    switch (status.toUpperCase()) {
      case 'OK':
        break;
      case 'BYE':
        return turnedAway(greeting);
      case 'PREAUTH':
        // RFC 9051 §7.1.4: authenticated already, and STARTTLS is for before that.
        return notOffered([], greeting);
      default:
        throw conversation.otherProtocol();
    }
    conversation.send('n1 CAPABILITY\r\n');
    const asked = await taggedAnswer('n1', conversation);
    if (asked.kind === 'bye') return turnedAway(asked.text);
    const offers = asked.untagged.flatMap(capabilitiesIn);
    if (!offers.some((capability) => capability.toUpperCase() === 'STARTTLS')) return notOffered(offers);
    conversation.send('n2 STARTTLS\r\n');
    const answer = await taggedAnswer('n2', conversation);
    if (answer.kind === 'bye') return turnedAway(answer.text);
    return /^OK\b/i.test(answer.text) ? goAhead : refused(answer.text);
  },
};

type Tagged =
  | { readonly kind: 'answered'; readonly text: string; readonly untagged: readonly string[] }
  | { readonly kind: 'bye'; readonly text: string };

const mostUntagged = 100;

async function taggedAnswer(tag: string, conversation: Conversation): Promise<Tagged> {
  const untagged: string[] = [];
  while (untagged.length < mostUntagged) {
    const line = await conversation.line();
    if (line.startsWith(`${tag} `)) return { kind: 'answered', text: line.slice(tag.length + 1), untagged };
    if (/^\* BYE\b/i.test(line)) return { kind: 'bye', text: line };
    untagged.push(line);
  }
  throw conversation.otherProtocol();
}

function capabilitiesIn(line: string): readonly string[] {
  const listed = /^\* CAPABILITY (.*)$/i.exec(line)?.[1] ?? '';
  return listed.split(' ').filter((word) => word !== '');
}
