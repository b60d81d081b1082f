import type { Conversation } from './conversation.ts';
import { goAhead, notOffered, turnedAway, type UpgradeProtocol } from './protocol.ts';

/** Length 8, then 1234 and 5679 in two halves: a version that no protocol has. */
const sslRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

export const postgresUpgrade: UpgradeProtocol = {
  scheme: 'postgres',
  name: 'PostgreSQL',
  asks: 'SSLRequest',
  citation: 'PostgreSQL protocol §54.2.11',
  begins: 'client',
  async run(conversation) {
    conversation.send(sslRequest, 'SSLRequest (80877103)');
    const answer = (await conversation.bytes(1)).toString('latin1');
    switch (answer) {
      case 'S':
        conversation.heard('S');
        return goAhead;
      case 'N':
        conversation.heard('N');
        return notOffered([], 'N (no TLS here)');
      case 'E':
        return turnedAway(await errorText(conversation));
      default:
        throw conversation.otherProtocol();
    }
  },
};

function endOfText(text: string): number | null {
  const end = text.indexOf('\0');
  return end === -1 ? null : end + 1;
}

const longestError = 8192;

/** An ErrorResponse with fields; a postmaster that cannot even fork sends the words alone, as protocol 2 did. */
async function errorText(conversation: Conversation): Promise<string> {
  const head = await conversation.bytes(4);
  const length = head.readUInt32BE(0);
  if (length < 5 || length > longestError) {
    const words = head.toString('latin1') + (await conversation.until(endOfText)).replace(/\0$/, '');
    conversation.heard(`E ${words}`);
    return words.trim();
  }
  const body = (await conversation.bytes(length - 4)).toString('utf8');
  const fields = new Map(body.split('\0').map((field) => [field[0], field.slice(1)]));
  const text = [fields.get('S'), fields.get('C'), fields.get('M')].filter((part) => part).join(' ');
  conversation.heard(`E ${text}`);
  return text;
}
