import pico from 'picocolors';
import type { RungMark, Tone } from '../../core/message.ts';
import { type Paint, plain } from './wrap.ts';

/** How marks, words and text look. Without colour every paint is the identity: nothing is said by colour alone. */
export type Look = {
  readonly strong: Paint;
  readonly code: Paint;
  readonly quiet: Paint;
  readonly link: Paint;
  readonly person: Paint;
  tone(tone: Tone): { readonly mark: string; readonly paint: Paint };
  rung(mark: RungMark): { readonly mark: string; readonly word: string; readonly paint: Paint };
};

const toneMarks: Readonly<Record<Tone, string>> = {
  good: '✓',
  warning: '!',
  bad: '✗',
  neutral: '·',
  unknown: '?',
};

const rungs: Readonly<Record<RungMark, { readonly mark: string; readonly word: string }>> = {
  good: { mark: '✓', word: 'ok' },
  warning: { mark: '!', word: 'warning' },
  bad: { mark: '✗', word: 'failed' },
  unknown: { mark: '?', word: 'unknown' },
  waiting: { mark: '…', word: 'looking' },
  'not-reached': { mark: '-', word: '' },
};

export function createLook(colour: boolean): Look {
  const colours = pico.createColors(colour);
  const paints: Readonly<Record<Tone, Paint>> = {
    good: colours.green,
    warning: colours.yellow,
    bad: colours.red,
    neutral: plain,
    unknown: colours.magenta,
  };
  return {
    strong: colours.bold,
    code: colours.cyan,
    quiet: colours.dim,
    link: colours.underline,
    person: (text) => colours.bold(colours.blue(text)),
    tone: (tone) => ({ mark: toneMarks[tone], paint: paints[tone] }),
    rung(mark) {
      const quiet = mark === 'waiting' || mark === 'not-reached';
      return { ...rungs[mark], paint: quiet ? colours.dim : paints[mark] };
    },
  };
}
