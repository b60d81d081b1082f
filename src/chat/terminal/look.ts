import pico from 'picocolors';
import type { RungMark, Tone } from '../../core/message.ts';
import { rungMarks } from '../showing/rung-text.ts';
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

const rungSigns: Readonly<Record<RungMark, string>> = {
  good: '✓',
  warning: '!',
  bad: '✗',
  unknown: '?',
  waiting: '…',
  later: '-',
  'not-reached': '-',
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
      const quiet = mark === 'waiting' || mark === 'later' || mark === 'not-reached';
      return { mark: rungSigns[mark], word: rungMarks[mark].word, paint: quiet ? colours.dim : paints[mark] };
    },
  };
}
