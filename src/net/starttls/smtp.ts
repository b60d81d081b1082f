import { isIP } from 'node:net';
import { type NumberedReply, numberedReply } from './numbered-reply.ts';
import {
  goAhead,
  notOffered,
  refused,
  turnedAway,
  type UpgradeAnswer,
  type UpgradeProtocol,
} from './protocol.ts';

export const smtpUpgrade: UpgradeProtocol = {
  scheme: 'smtp',
  name: 'SMTP',
  asks: 'STARTTLS',
  citation: 'RFC 3207 §4',
  begins: 'server',
  async run(conversation) {
    const greeting = await numberedReply(conversation);
    if (speaksFtp(greeting)) throw conversation.otherProtocol();
    if (greeting.code !== 220) return turnedAway(greeting.text);
    conversation.send(`EHLO ${ownName(conversation.localAddress)}\r\n`);
    const hello = await numberedReply(conversation);
    if (hello.code !== 250) return withoutExtensions(hello);
    // The first line is the server's name, the others are its extensions (RFC 5321 §4.1.1.1).
    const offers = hello.lines.slice(1).map((line) => line.trim());
    if (!offers.some((line) => /^STARTTLS\b/i.test(line))) return notOffered(offers);
    conversation.send('STARTTLS\r\n');
    const answer = await numberedReply(conversation);
    return answer.code === 220 ? goAhead : refused(answer.text);
  },
};

/** RFC 5321 §4.1.4: a server that knows no EHLO knows no extensions either; any other refusal is about us. */
function withoutExtensions(hello: NumberedReply): UpgradeAnswer {
  const unknown = hello.code === 500 || hello.code === 502 || hello.code === 504;
  return unknown ? notOffered([], hello.text) : turnedAway(hello.text);
}

/** RFC 959 greets with 220 as well. */
function speaksFtp({ text }: NumberedReply): boolean {
  return /\bftp|ftpd\b/i.test(text) && !/smtp|mail/i.test(text);
}

/** RFC 5321 §4.1.3: an address literal, for a client without a name of its own. */
function ownName(address: string): string {
  return isIP(address) === 6 ? `[IPv6:${address}]` : `[${address}]`;
}
