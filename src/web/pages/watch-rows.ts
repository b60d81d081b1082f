import { targetText } from '../../core/target.ts';
import { shorten } from '../../core/text/shorten.ts';
import { visibleLine } from '../../core/text/visible-text.ts';
import type { Incident } from '../../core/watch/alarm/incident.ts';
import { activeMute } from '../../core/watch/alarm/mute.ts';
import type { WatchRow } from '../../core/watch/endpoint.ts';
import { ownersOf, policyFor, type WatchRule } from '../../core/watch/policy/rule.ts';
import { renewalState } from '../../core/watch/renewal/renewal.ts';
import { type WatchState, watchStateOf } from '../../core/watch/watch-state.ts';
import { stateNames } from '../../views/alarm/wordings.ts';
import { prose } from '../../views/prose.ts';
import { ownedInlines } from '../../views/watch/owners.ts';
import { buttonHtml } from '../button-html.ts';
import { type Html, html } from '../html.ts';
import { inlinesHtml, type Reader, timeHtml } from '../message-html.ts';
import { endpointButtons } from './endpoint-buttons.ts';
import { stateHtml } from './state-words.ts';
import { type WatchOrder, type WatchQuery, watchHref } from './watch-query.ts';

export type RowFacts = {
  readonly rules: readonly WatchRule[];
  /** Open ones about what is shown. */
  readonly incidents: readonly Incident[];
  readonly reader: Reader;
};

const longestName = 120;
const longestReason = 160;
const mostLabels = 8;
const mostAlarms = 3;

/** The roles are written out because a narrow screen folds rows into blocks, which takes them away. */
export function watchTable(rows: readonly WatchRow[], query: WatchQuery, facts: RowFacts): Html {
  return html`<table class="watched" role="table" aria-label="Watched endpoints">
    <thead role="rowgroup"><tr role="row">
      ${orderHead('Endpoint', 'name', query)}${orderHead('State', 'state', query)}
      ${orderHead('Certificate ends', 'end', query)}<th role="columnheader" scope="col">Owners</th>
      ${orderHead('Last look', 'look', query)}<th role="columnheader" scope="col"><span class="spoken">Actions</span></th>
    </tr></thead>
    <tbody role="rowgroup">${rows.map((row) => rowHtml(row, facts))}</tbody>
  </table>`;
}

/** The same link turns the order round. */
function orderHead(label: string, order: WatchOrder, query: WatchQuery): Html {
  const isThis = query.order === order;
  const href = watchHref(query, { order, isReversed: isThis && !query.isReversed });
  const sorted = isThis ? html` aria-sort="${query.isReversed ? 'descending' : 'ascending'}"` : '';
  const arrow = isThis ? html` <span aria-hidden="true">${query.isReversed ? '↓' : '↑'}</span>` : '';
  return html`<th role="columnheader" scope="col"${sorted}><a id="by-${order}" href="${href}">${label}${arrow}</a></th>`;
}

export function rowHtml(row: WatchRow, facts: RowFacts): Html {
  const { endpoint, sighting } = row;
  const { reader, rules } = facts;
  const name = boundedLine(targetText(endpoint.target), longestName);
  const id = `row-${endpoint.id}`;
  return html`<tr role="row">
    <td role="cell" class="name"><a id="${id}" href="/endpoint/${endpoint.id}"><bdi>${name}</bdi></a>${labelsHtml(endpoint.labels)}</td>
    <td role="cell" class="stands">${stateHtml(stateOf(row, rules, reader.now))}${reasonHtml(row, reader)}${alarmsHtml(row, facts)}${muteHtml(row, reader)}</td>
    <td role="cell" data-column="Ends">${endHtml(row, reader)}</td>
    <td role="cell" data-column="Owners">${inlinesHtml(ownedInlines(ownersOf(endpoint, rules)), reader)}</td>
    <td role="cell" data-column="Last look">${sighting === null ? 'never' : timeHtml(sighting.at, 'relative', reader)}</td>
    <td role="cell" class="acts">${actsHtml(row, facts, id)}</td>
  </tr>`;
}

export function stateOf(
  { endpoint, sighting }: Pick<WatchRow, 'endpoint' | 'sighting'>,
  rules: readonly WatchRule[],
  now: Date,
): WatchState {
  const certificate = sighting?.certificate ?? null;
  const { thresholds } = policyFor(endpoint, rules);
  const renewal = certificate === null ? null : renewalState(certificate, now, thresholds);
  return watchStateOf(sighting?.verdict ?? null, renewal);
}

export function boundedLine(value: string, most: number): string {
  return visibleLine(shorten(value, most));
}

export function labelsHtml(labels: Readonly<Record<string, string>>): Html | '' {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  if (pairs.length === 0) return '';
  const more = pairs.length > mostLabels ? html`<li>and ${pairs.length - mostLabels} more</li>` : '';
  const links = pairs
    .slice(0, mostLabels)
    .map(
      (pair) =>
        html`<li><a href="/watch?${new URLSearchParams({ label: pair })}"><bdi>${boundedLine(pair, 60)}</bdi></a></li>`,
    );
  return html`<ul class="labels" aria-label="Labels">${links}${more}</ul>`;
}

function reasonHtml({ sighting }: WatchRow, reader: Reader): Html | '' {
  if (sighting === null || sighting.verdict === 'healthy' || sighting.reason === null) return '';
  return html`<span class="reason">${inlinesHtml(prose(shorten(sighting.reason, longestReason)), reader)}</span>`;
}

function endHtml({ sighting }: WatchRow, reader: Reader): Html {
  const certificate = sighting?.certificate ?? null;
  if (sighting === null || certificate === null) return html`<span class="quiet">none seen</span>`;
  const isOld = sighting.certificateSeenAt?.getTime() !== sighting.at.getTime();
  const old = isOld ? html`<span class="quiet">as last seen</span>` : '';
  return html`<span class="when">${timeHtml(certificate.notAfter, 'relative', reader)}</span>
    <span class="quiet">${timeHtml(certificate.notAfter, 'absolute', reader)}</span>
    <span class="quiet issuer"><bdi>${boundedLine(certificate.issuer, 60)}</bdi></span>${old}`;
}

function alarmsHtml(
  { endpoint, sighting, undelivered }: WatchRow,
  { incidents, reader }: RowFacts,
): Html | '' {
  const about = incidents.filter((incident) => isAbout(incident, endpoint.id, sighting));
  const shown = about
    .slice(0, mostAlarms)
    .map(
      ({ state, openedAt }) =>
        html`<span class="alarmed">Alarm: ${stateNames[state]}, since ${timeHtml(openedAt, 'absolute', reader)}</span>`,
    );
  const lost =
    undelivered === null
      ? ''
      : html`<span class="alarmed">Alarm of ${timeHtml(undelivered.at, 'absolute', reader)} not delivered: ${boundedLine(undelivered.reason, longestReason)}</span>`;
  return html`${shown}${lost}`;
}

/** An incident names the first of its endpoints; beyond those, all that serve its certificate count. */
export function isAbout(
  { subject, told }: Incident,
  endpointId: string,
  sighting: WatchRow['sighting'],
): boolean {
  const named = told.endpoints.find((one) => one.endpointId === endpointId);
  if (named !== undefined) return named.affected;
  if (subject.kind === 'endpoint') return subject.endpointId === endpointId;
  const serves = sighting?.served.some(({ fingerprint256 }) => fingerprint256 === subject.fingerprint256);
  return told.more > 0 && serves === true;
}

function muteHtml({ endpoint }: WatchRow, reader: Reader): Html | '' {
  const mute = activeMute(endpoint, reader.now);
  if (mute === null) return '';
  const why = mute.reason === null ? '' : `: ${boundedLine(mute.reason, 80)}`;
  return html`<span class="quiet">Muted until ${timeHtml(mute.until, 'absolute', reader)}${why}</span>`;
}

function actsHtml({ endpoint }: WatchRow, { reader }: RowFacts, about: string): Html {
  const [check, ...others] = endpointButtons(endpoint, reader.now).map((button) =>
    buttonHtml(button, reader, about),
  );
  return html`<div class="row-acts">${check}<details><summary aria-describedby="${about}">More</summary><div class="menu">${others}</div></details></div>`;
}
