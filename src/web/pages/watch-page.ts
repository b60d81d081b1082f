import type { Button } from '../../core/message.ts';
import { shorten } from '../../core/text/shorten.ts';
import { visibleLine } from '../../core/text/visible-text.ts';
import type { WatchRow } from '../../core/watch/endpoint.ts';
import { numberText } from '../../views/timeline/svg.ts';
import { buttonHtml } from '../button-html.ts';
import { type Html, html } from '../html.ts';
import { answersHtml, pageFrame } from './frame.ts';
import type { Gathered } from './gather.ts';
import { filterWord } from './state-words.ts';
import {
  isFiltered,
  usualSpan,
  type WatchFilter,
  type WatchQuery,
  watchFilters,
  watchHref,
  watchOrders,
} from './watch-query.ts';
import { type RowFacts, watchTable } from './watch-rows.ts';

export const rowsPerPage = 50;

export type WatchPageParts = {
  readonly query: WatchQuery;
  readonly gathered: Gathered;
  readonly rows: readonly WatchRow[];
  readonly facts: RowFacts;
  readonly canLogOut: boolean;
  /** The timeline, drawn. */
  readonly timeline: Html | '';
};

/** The watch list: what needs somebody, when what ends, and every endpoint with what can be done about it. */
export function watchPage(parts: WatchPageParts): Html {
  const { query, gathered, timeline } = parts;
  const content =
    gathered.total === 0
      ? html`<h1>Watch list</h1>${emptyHtml()}${answersHtml()}`
      : html`<h1>Watch list</h1>
    <p class="lead"><span data-live="lead">${leadText(gathered)}</span> ${buttonHtml(subscribe, {})}</p>
    <div data-live="timeline">${timeline}</div>
    <section aria-labelledby="endpoints">
      <h2 id="endpoints">Endpoints</h2>
      ${formHtml(query, gathered)}
      <nav class="chips" aria-label="Filter by state" data-live="chips"><ul>${chipsHtml(query, gathered)}</ul></nav>
      ${answersHtml()}
      <div data-live="list">${listHtml(parts)}</div>
    </section>`;
  return pageFrame({
    title: 'Watch list',
    zone: parts.facts.reader.zone,
    content,
    canLogOut: parts.canLogOut,
  });
}

/** Everything that is watched, as the calendar of the console; one that is there already is not ended by it. */
const subscribe: Button = {
  label: 'Calendar of the ends',
  command: 'calendar',
  subcommand: 'channel',
  values: {},
};

function emptyHtml(): Html {
  return html`<div class="empty"><p>Nothing is watched yet. Add the first in the <a href="/">console</a>:</p>
    <p><code>/watch add api.example.org owner:@you</code></p>
    <p>A whole list comes in with <code>/watch import</code>: CSV, YAML, text or a Prometheus configuration.</p></div>`;
}

function leadText({ total, counts }: Gathered): string {
  const watched = total === 1 ? 'One endpoint is watched' : `${numberText(total)} endpoints are watched`;
  const needed = counts.get('attention') ?? 0;
  const unjudged = counts.get('unclear') ?? 0;
  const nobody = unjudged > 0 ? 'None of those that could be judged' : 'None of those shown';
  const needs =
    needed === 0
      ? `${nobody} needs anybody now.`
      : `${numberText(needed)} ${needed === 1 ? 'needs' : 'need'} somebody now.`;
  // What could not be looked at never passes for fine.
  return unjudged === 0
    ? `${watched}. ${needs}`
    : `${watched}. ${needs} ${numberText(unjudged)} could not be judged.`;
}

function formHtml(query: WatchQuery, { owners, labels }: Gathered): Html {
  const { text, owner, label, state, order, isReversed, span } = query;
  const sort = (value: string) => (value === `${isReversed ? '-' : ''}${order}` ? html` selected` : '');
  return html`<form class="filter" method="get" action="/watch" role="search" aria-label="Filter the list" data-filter>
    <label>Text <input id="q" name="q" type="search" value="${visibleLine(text)}" maxlength="200" placeholder="host, issuer, label ..." autocapitalize="off" spellcheck="false"></label>
    <label>Owner <input id="owner" name="owner" type="search" value="${visibleLine(owner)}" maxlength="200" list="owners" placeholder="name, or nobody" autocapitalize="off" spellcheck="false"></label>
    <label>Label <input id="label" name="label" type="search" value="${visibleLine(label)}" maxlength="200" list="label-list" placeholder="team=payments" autocapitalize="off" spellcheck="false"></label>
    <label>Order <select id="sort" name="sort">${watchOrders.map(
      (one) =>
        html`<option value="${one}"${sort(one)}>${orderWords[one][0]}</option><option value="-${one}"${sort(`-${one}`)}>${orderWords[one][1]}</option>`,
    )}</select></label>
    ${state === null ? '' : html`<input type="hidden" name="state" value="${state}">`}
    ${span.days === usualSpan.days ? '' : html`<input type="hidden" name="days" value="${span.days}">`}
    ${span.from === usualSpan.from ? '' : html`<input type="hidden" name="from" value="${span.from}">`}
    <button type="submit" class="primary">Show</button>
    <datalist id="owners"><option value="nobody">${owners.map((name) => html`<option value="${offered(name)}">`)}</datalist>
    <datalist id="label-list">${labels.map((pair) => html`<option value="${offered(pair)}">`)}</datalist>
  </form>`;
}

const orderWords = {
  end: ['Soonest end first', 'Latest end first'],
  name: ['Name, A to Z', 'Name, Z to A'],
  state: ['Worst state first', 'Best state first'],
  look: ['Longest not looked at', 'Looked at last'],
} as const;

function offered(value: string): string {
  return visibleLine(shorten(value, 200));
}

function chipsHtml(query: WatchQuery, { counts, matchingText }: Gathered): readonly Html[] {
  const chip = (state: WatchFilter | null, word: string, count: number) =>
    html`<li><a id="chip-${state ?? 'all'}" href="${watchHref(query, { state })}"${
      query.state === state ? html` aria-current="true"` : ''
    }>${word} <span class="count">${numberText(count)}</span></a></li>`;
  const shown = watchFilters.filter((one) => (counts.get(one) ?? 0) > 0 || query.state === one);
  return [
    chip(null, 'All', matchingText),
    ...shown.map((one) => chip(one, filterWord(one), counts.get(one) ?? 0)),
  ];
}

function listHtml({ query, gathered, rows, facts }: WatchPageParts): Html {
  const found = gathered.ids.length;
  if (found === 0) {
    const all = isFiltered(query) ? html` <a href="/watch">Show all ${numberText(gathered.total)}</a>` : '';
    return html`<p class="empty" data-found="Nothing matches.">Nothing that is watched matches this.${all}</p>`;
  }
  const first = (query.page - 1) * rowsPerPage + 1;
  const words =
    found <= rowsPerPage
      ? `${numberText(found)} shown`
      : `${numberText(first)} to ${numberText(first + rows.length - 1)} of ${numberText(found)}`;
  return html`<p class="found" data-found="${words}">${words}</p>${watchTable(rows, query, facts)}${pagerHtml(query, found)}`;
}

function pagerHtml(query: WatchQuery, found: number): Html | '' {
  const last = Math.ceil(found / rowsPerPage);
  if (last <= 1) return '';
  const link = (page: number, id: string, words: string) =>
    page < 1 || page > last || page === query.page
      ? html`<li><span class="quiet">${words}</span></li>`
      : html`<li><a id="${id}" href="${watchHref(query, { page })}">${words}</a></li>`;
  return html`<nav class="pager" aria-label="Pages of the list"><ul>
    ${link(1, 'first-page', 'First')}${link(query.page - 1, 'previous-page', 'Previous')}
    <li aria-current="page">Page ${numberText(query.page)} of ${numberText(last)}</li>
    ${link(query.page + 1, 'next-page', 'Next')}${link(last, 'last-page', 'Last')}
  </ul></nav>`;
}
