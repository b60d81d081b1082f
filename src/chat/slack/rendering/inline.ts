import type { types } from '@slack/bolt';
import type { Inline } from '../../../core/message.ts';
import type { Mention } from '../../../core/people.ts';
import { absoluteText, clockText, type DateStyle, relativeText } from '../../../core/text/time-text.ts';
import { answerLimits } from './limits.ts';
import { clipped, plainLine, webAddress } from './safe-text.ts';

export type RichElement = types.RichTextElement;

/** What the reader's own zone makes of a date: "Dec 1, 2026 at 2:00 PM", "today at 14:00". */
const dateFormat = '{date_short_pretty} at {time}';
/** The same to the second. */
const clockFormat = '{date_short_pretty} at {time_secs}';
const lastSecond = 253_402_300_799;

/** Inlines as elements that parse nothing; empty ones are left out, for Slack refuses them. */
export function richElements(inlines: readonly Inline[], now: Date): readonly RichElement[] {
  return inlines.flatMap((inline) => richElement(inline, now));
}

export function textElement(text: string, style?: 'bold' | 'code'): readonly RichElement[] {
  const shown = clipped(plainLine(text), answerLimits.run);
  if (shown === '') return [];
  return [{ type: 'text', text: shown, ...(style === undefined ? {} : { style: { [style]: true } }) }];
}

function richElement(inline: Inline, now: Date): readonly RichElement[] {
  switch (inline.kind) {
    case 'text':
      return textElement(inline.text);
    case 'strong':
      return textElement(inline.text, 'bold');
    case 'code':
      return textElement(inline.text, 'code');
    case 'link':
      return linkElement(inline.text, inline.url);
    case 'date':
      return dateElements(inline.at, inline.style, now);
    case 'mention':
      return mentionElement(inline.who);
    case 'person':
      return textElement(nameOf(inline.who));
  }
}

function linkElement(label: string, url: string): readonly RichElement[] {
  const address = webAddress(url);
  const [text] = textElement(label);
  if (address === null || address.length > answerLimits.run) return text === undefined ? [] : [text];
  return [{ type: 'link', url: address, ...(text?.type === 'text' ? { text: text.text } : {}) }];
}

/**
 * "in 6 days" stays as it was when it was said: it is what was meant, and Slack documents its own `{ago}` for the
 * past only.
 */
function dateElements(at: Date, style: DateStyle, now: Date): readonly RichElement[] {
  switch (style) {
    case 'relative':
      return textElement(relativeText(at, now));
    case 'absolute':
    case 'clock':
      return [absoluteElement(at, now, style)];
    case 'both':
      return [
        ...textElement(`${relativeText(at, now)} (`),
        absoluteElement(at, now, 'absolute'),
        { type: 'text', text: ')' },
      ];
  }
}

function absoluteElement(at: Date, now: Date, style: 'absolute' | 'clock'): RichElement {
  const { format, fallback } = written(at, now, style);
  const timestamp = unixSeconds(at);
  if (timestamp === null) return { type: 'text', text: fallback };
  return { type: 'date', timestamp, format, fallback };
}

/** The same date for mrkdwn. */
export function dateMark(at: Date, now: Date, style: DateStyle): string | null {
  const timestamp = unixSeconds(at);
  if (timestamp === null) return null;
  const { format, fallback } = written(at, now, style);
  return `<!date^${timestamp}^${format}|${fallback}>`;
}

function written(at: Date, now: Date, style: DateStyle): { format: string; fallback: string } {
  return style === 'clock'
    ? { format: clockFormat, fallback: clockText(at, 'UTC', now) }
    : { format: dateFormat, fallback: absoluteText(at, 'UTC', now) };
}

function unixSeconds(at: Date): number | null {
  const seconds = Math.floor(at.getTime() / 1000);
  return seconds >= 0 && seconds <= lastSecond ? seconds : null;
}

/** Notifies. A channel is only named: nobody is called by its name. */
function mentionElement(who: Mention): readonly RichElement[] {
  if (who.platform !== 'slack') return textElement(nameOf(who));
  switch (who.kind) {
    case 'user':
      return /^[UW][A-Z0-9]{1,20}$/.test(who.id)
        ? [{ type: 'user', user_id: who.id }]
        : textElement(nameOf(who));
    case 'group':
      return /^S[A-Z0-9]{1,20}$/.test(who.id)
        ? [{ type: 'usergroup', usergroup_id: who.id }]
        : textElement(nameOf(who));
    case 'channel':
      return textElement(nameOf(who));
  }
}

/** As people write it. What would call everybody in a client that looks for names stands without its "@". */
export function nameOf({ kind, name }: Mention): string {
  const bare = name.replace(/^[@#]+/, '');
  if (/^(channel|here|everyone)\b/i.test(bare)) return bare;
  return `${kind === 'channel' ? '#' : '@'}${bare}`;
}
