import type { Refused } from '../core/access/gate.ts';
import { type Message, paragraph, text } from '../core/message.ts';

/** For the caller alone: what was refused, who may, and how to get it. */
export function refusedMessage({ what, why, who, how }: Refused): Message {
  return {
    tone: 'unknown',
    title: [text(what)],
    blocks: [
      paragraph(text(why)),
      { kind: 'labelled', label: 'Who may', inlines: [text(who)] },
      { kind: 'labelled', label: 'How to get it', inlines: [text(how)] },
    ],
    summary: `${what}. ${why}`,
    audience: 'caller',
    aside: true,
  };
}
