import { raw } from 'hono/html';
import { rungMarks } from '../chat/showing/rung-text.ts';
import type { RungMark, Tone } from '../core/message.ts';
import type { Html } from './html.ts';

/** Shape and word of a mark: colour only repeats what these say. */
type Mark = { readonly word: string; readonly drawing: string };

const tick = '<path d="M5.6 10.4l2.9 2.9 5.9-6.4"/>';
const cross = '<path d="M6.6 6.6l6.8 6.8m0-6.8l-6.8 6.8"/>';
const exclamation = '<path d="M10 5.2v5.8m0 3.4v.1"/>';
const question = '<path d="M7.6 7.8a2.45 2.45 0 1 1 3.6 2.1c-.8.45-1.2.9-1.2 1.8m0 2.7v.1"/>';
const bar = '<path d="M6.8 10h6.4"/>';
const letter = '<path d="M10 9.3v4.9m0-8.4v.1"/>';
const dots = '<path d="M6.3 10h.1m3.6 0h.1m3.6 0h.1"/>';

const rungDrawings: Readonly<Record<RungMark, string>> = {
  good: tick,
  warning: exclamation,
  bad: cross,
  unknown: question,
  waiting: dots,
  later: bar,
  'not-reached': bar,
};

const toneMarks: Readonly<Record<Tone, Mark>> = {
  good: { word: 'Good', drawing: tick },
  warning: { word: 'Warning', drawing: exclamation },
  bad: { word: 'Failing', drawing: cross },
  neutral: { word: '', drawing: letter },
  unknown: { word: 'Unknown', drawing: question },
};

/** The drawn mark, and its word for those who do not see it. */
export function rungMark(mark: RungMark): { readonly icon: Html; readonly word: string } {
  return { icon: icon(rungDrawings[mark]), word: rungMarks[mark].word };
}

export function toneMark(tone: Tone): { readonly icon: Html; readonly word: string } {
  return { icon: icon(toneMarks[tone].drawing), word: toneMarks[tone].word };
}

function icon(drawing: string): Html {
  return raw(
    `<svg class="mark" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false"><circle class="disc" cx="10" cy="10" r="9"/><g class="sign">${drawing}</g></svg>`,
  );
}
