import type { Message } from '../../../core/message.ts';
import { clip } from '../../showing/clean-text.ts';
import { escapeMarkdown, oneLine } from './escape.ts';
import { allow, looks } from './head-line.ts';
import { componentsV2, type Layout, type Payload } from './payload.ts';

const longestLine = 300;

/** What was said in a thread, for the channel around it: one line that leads there and calls nobody. */
export function shortLine({ summary, tone }: Message, thread: string, layout: Layout): Payload {
  const { symbol } = looks[tone];
  const words = escapeMarkdown(clip(oneLine(summary), longestLine));
  const content = [symbol, words, `<#${thread}>`].filter((part) => part !== '').join(' ');
  const allowed_mentions = allow([]);
  if (layout === 'embeds') return { content, embeds: [], components: [], allowed_mentions };
  return { flags: componentsV2, components: [{ type: 10, content }], allowed_mentions };
}
