import { raw } from 'hono/html';
import type { RenewalState } from '../../core/watch/renewal/renewal.ts';
import { dayText, weekdayText } from '../../views/timeline/days.ts';
import { timelinePart } from '../../views/timeline/draw.ts';
import { pageLayouts } from '../../views/timeline/look.ts';
import { numberText } from '../../views/timeline/svg.ts';
import type { Timeline, TimelineRow } from '../../views/timeline/timeline.ts';
import { type Html, html } from '../html.ts';
import type { Reader } from '../message-html.ts';
import { type Span, shifted, usualSpan, type WatchQuery, watchHref, zoomed } from './watch-query.ts';
import { boundedLine } from './watch-rows.ts';

/** More lines than this nobody looks through; the list below has them all. */
export const namedMarks = 24;

/** When what ends: the drawing, what zooms it, and the same as a table. */
export function timelineHtml(timeline: Timeline, query: WatchQuery, reader: Pick<Reader, 'zone'>): Html {
  const { from, days, today, expired } = timeline;
  const title =
    from === 0
      ? `The next ${days.length} days`
      : `${dayText(today + from)} to ${dayText(today + from + days.length - 1)}`;
  const over = expired === 0 ? '' : html` <span class="over">${numberText(expired)} expired</span>`;
  return html`<section class="timeline" aria-labelledby="timeline-title" data-timeline>
    <div class="timeline-head"><h2 id="timeline-title">${title}${over}</h2>${zoomHtml(query)}</div>
    <p id="timeline-keys" class="spoken">In the drawing, up and down go from certificate to certificate, left and right through time, plus and minus zoom, 0 goes back.</p>
    <div class="timeline-drawing" data-drawing>${pageLayouts.map((layout) => raw(timelinePart(timeline, layout)))}<p class="tip" data-tip aria-hidden="true" hidden></p></div>
    ${moreHtml(timeline)}
    <details id="timeline-table" class="timeline-table"><summary>The same as a table</summary>${tableHtml(timeline, reader)}</details>
  </section>`;
}

/** Links, so that they work without scripts; the keys are those of the drawing. */
function zoomHtml(query: WatchQuery): Html {
  const { span } = query;
  const to = (name: string, next: Span, label: string, sign: string) => {
    const isSame = next.from === span.from && next.days === span.days;
    return isSame
      ? html`<li><span class="off" aria-hidden="true">${sign}</span></li>`
      : html`<li><a id="zoom-${name}" data-zoom="${name}" href="${watchHref(query, { span: next })}" aria-label="${label}" title="${label}">${sign}</a></li>`;
  };
  return html`<ul class="zoom" aria-label="Move and zoom the timeline">
    ${to('earlier', shifted(span, 'earlier'), 'Earlier', '←')}${to('later', shifted(span, 'later'), 'Later', '→')}
    ${to('in', zoomed(span, 'in'), 'Zoom in', '+')}${to('out', zoomed(span, 'out'), 'Zoom out', '−')}
    ${to('reset', usualSpan, `The next ${usualSpan.days} days`, '0')}
  </ul>`;
}

function moreHtml({ more, rows, expired }: Timeline): Html | '' {
  if (rows.length === 0) {
    return html`<p class="quiet">${expired > 0 ? 'Nothing else ends' : 'None of these certificates ends'} in these days.</p>`;
  }
  return more === 0
    ? ''
    : html`<p class="quiet">And ${numberText(more)} more end in these days: see the list below.</p>`;
}

const stateNames: Readonly<Record<RenewalState, string>> = {
  ok: 'in time',
  due: 'renewal due',
  overdue: 'renewal overdue',
  critical: 'about to expire',
  expired: 'expired',
};

function tableHtml({ rows, today }: Timeline, { zone }: Pick<Reader, 'zone'>): Html {
  const row = ({ name, href, end, state }: TimelineRow) => html`<tr>
    <td>${href === null ? boundedLine(name, 120) : html`<a href="${href}"><bdi>${boundedLine(name, 120)}</bdi></a>`}</td>
    <td>${weekdayText(today + end)}</td><td>${stateNames[state]}</td></tr>`;
  return html`<table><caption class="spoken">Certificates, the first to end first; days in ${zone}</caption>
    <thead><tr><th scope="col">Certificate</th><th scope="col">Ends</th><th scope="col">State</th></tr></thead>
    <tbody>${rows.map(row)}</tbody></table>`;
}
