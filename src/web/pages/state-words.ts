import type { Tone } from '../../core/message.ts';
import type { WatchState } from '../../core/watch/watch-state.ts';
import { type Html, html } from '../html.ts';
import { toneMark } from '../marks.ts';
import type { WatchFilter } from './watch-query.ts';

type StateWords = { readonly word: string; readonly tone: Tone };

export const stateWords: Readonly<Record<WatchState, StateWords>> = {
  expired: { word: 'Expired', tone: 'bad' },
  failing: { word: 'Failing', tone: 'bad' },
  critical: { word: 'About to expire', tone: 'bad' },
  overdue: { word: 'Renewal overdue', tone: 'warning' },
  unclear: { word: 'Could not be judged', tone: 'unknown' },
  due: { word: 'Renewal due', tone: 'warning' },
  degraded: { word: 'Degraded', tone: 'warning' },
  new: { word: 'Not looked at yet', tone: 'neutral' },
  fine: { word: 'Healthy', tone: 'good' },
};

const otherFilters: Readonly<Record<Exclude<WatchFilter, WatchState>, string>> = {
  attention: 'Needs somebody',
  alarm: 'Open alarm',
  muted: 'Muted',
  unowned: 'No owner',
};

export function filterWord(filter: WatchFilter): string {
  return isOther(filter) ? otherFilters[filter] : stateWords[filter].word;
}

function isOther(filter: WatchFilter): filter is keyof typeof otherFilters {
  return Object.hasOwn(otherFilters, filter);
}

/** Shape and word: colour only repeats them. */
export function stateHtml(state: WatchState): Html {
  const { word, tone } = stateWords[state];
  return html`<span class="state tone-${tone}">${toneMark(tone).icon}<span>${word}</span></span>`;
}
