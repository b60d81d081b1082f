import type { Message } from '../../core/message.ts';
import { clip } from '../clean-text.ts';
import { escapeMarkdown, oneLine } from './escape.ts';
import { componentsV2, type Payload } from './payload.ts';
import { looks } from './render.ts';

const longestLine = 300;

/** What was said in a thread, for the channel around it: one line that leads there and calls nobody. */
export function shortLine({ summary, tone }: Message, thread: string): Payload {
  const { symbol } = looks[tone];
  const words = escapeMarkdown(clip(oneLine(summary), longestLine));
  const content = [symbol, words, `<#${thread}>`].filter((part) => part !== '').join(' ');
  return {
    flags: componentsV2,
    components: [{ type: 10, content }],
    allowed_mentions: { parse: [], users: [], roles: [] },
  };
}
