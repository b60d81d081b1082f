import { raw } from 'hono/html';
import type { FindingPage } from '../../core/finding.ts';
import type { Message } from '../../core/message.ts';
import type { EndpointPast } from '../../core/past/endpoint-past.ts';
import { objectiveOf } from '../../core/past/objective.ts';
import { placeWord } from '../../core/people.ts';
import { targetText, targetUrl } from '../../core/target.ts';
import { shorten } from '../../core/text/shorten.ts';
import type { WatchRow } from '../../core/watch/endpoint.ts';
import { ownersOf, policyFor, policySources, type WatchRule } from '../../core/watch/policy/rule.ts';
import { alarmHead } from '../../views/alarm/head.ts';
import { findingPageMessage } from '../../views/finding-page.ts';
import { historyMessage } from '../../views/history.ts';
import { prose } from '../../views/prose.ts';
import { stripSvg } from '../../views/strip/draw.ts';
import { stripOfPast } from '../../views/strip/strip.ts';
import { ownedInlines } from '../../views/watch/owners.ts';
import { policyMessage } from '../../views/watch/policy.ts';
import { buttonHtml } from '../button-html.ts';
import { type Html, html } from '../html.ts';
import { inlinesHtml, messageHtml, type Reader, timeHtml } from '../message-html.ts';
import { certificateHtml } from './certificate-html.ts';
import { endpointButtons } from './endpoint-buttons.ts';
import { answersHtml, pageFrame } from './frame.ts';
import { stateHtml } from './state-words.ts';
import { boundedLine, labelsHtml, stateOf } from './watch-rows.ts';

export type EndpointPageParts = {
  readonly row: WatchRow;
  readonly past: EndpointPast;
  readonly rules: readonly WatchRule[];
  /** What the rules say about the findings of the last look. */
  readonly pages: readonly FindingPage[];
  readonly reader: Reader;
  readonly canLogOut: boolean;
};

const longestName = 200;
const longestReason = 500;

/** One watched endpoint: how it stands, its certificate, who is called when, and what was. */
export function endpointPage(parts: EndpointPageParts): Html {
  const { row, reader, canLogOut } = parts;
  const { endpoint } = row;
  const name = boundedLine(targetText(endpoint.target), longestName);
  const buttons = endpointButtons(endpoint, reader.now);
  const content = html`<p class="way"><a href="/watch">Watch list</a></p>
    <h1><bdi>${name}</bdi></h1>
    <div data-live="head">${headHtml(parts)}</div>
    <div class="deeds">${buttons.map((button) => buttonHtml(button, reader))}</div>
    ${answersHtml()}
    <div class="parts" data-live="parts">
      ${alarmsHtml(parts)}
      <section class="part" aria-labelledby="certificate"><h2 id="certificate">Certificate</h2>${certificateHtml(row, reader)}</section>
      ${watchedHtml(parts)}
      ${meaningHtml(parts)}
      ${pastHtml(parts)}
    </div>`;
  return pageFrame({ title: name, zone: reader.zone, content, canLogOut });
}

function headHtml({ row, rules, reader }: EndpointPageParts): Html {
  const { endpoint, sighting } = row;
  const looked =
    sighting === null
      ? ''
      : html` <span class="quiet">looked at ${timeHtml(sighting.at, 'both', reader)}</span>`;
  const reason =
    sighting === null || sighting.verdict === 'healthy' || sighting.reason === null
      ? ''
      : html`<p class="reason">${inlinesHtml(prose(shorten(sighting.reason, longestReason)), reader)}</p>`;
  return html`<p class="stand">${stateHtml(stateOf(row, rules, reader.now))}${looked}</p>${reason}${labelsHtml(endpoint.labels)}`;
}

function alarmsHtml({ past, reader }: EndpointPageParts): Html | '' {
  const open = past.incidents.filter(({ endedAt }) => endedAt === null);
  if (open.length === 0) return '';
  const heads = open.slice(0, 5).map((incident) => {
    const message = alarmHead(incident, { called: [], now: reader.now });
    return html`<article class="alarm">${messageHtml(message, reader)}</article>`;
  });
  return html`<section class="wide" aria-labelledby="open-alarms"><h2 id="open-alarms">Open alarms</h2>${heads}</section>`;
}

function watchedHtml({ row, rules, reader }: EndpointPageParts): Html {
  const { endpoint } = row;
  const name = targetText(endpoint.target);
  const scope = { kind: 'endpoint', endpointId: endpoint.id } as const;
  const policy = policyMessage(
    { name, scope },
    policyFor(endpoint, rules),
    policySources(endpoint, rules),
    'now',
    [],
  );
  const declared = endpoint.origin === 'file' ? ' in the file of the watch list' : '';
  return html`<section class="part" aria-labelledby="watching"><h2 id="watching">Watching</h2>
    <dl class="facts">
      <dt>Target</dt><dd><code>${boundedLine(targetUrl(endpoint.target), longestName)}</code></dd>
      <dt>Owners</dt><dd>${inlinesHtml(ownedInlines(ownersOf(endpoint, rules)), reader)}</dd>
      <dt>Alarms go to</dt><dd><bdi>${boundedLine(placeWord(endpoint.home), 100)}</bdi></dd>
      <dt>Added</dt><dd>by <bdi>${boundedLine(endpoint.addedBy, 80)}</bdi>${declared}, ${timeHtml(endpoint.addedAt, 'absolute', reader)}</dd>
    </dl>
    <details id="policy"><summary>Policy in force</summary>${embeddedHtml(policy, reader)}</details>
  </section>`;
}

/** What the rules say about themselves, as /explain does. */
function meaningHtml({ pages, reader }: EndpointPageParts): Html | '' {
  if (pages.length === 0) return '';
  const each = pages.map(
    (
      page,
      at,
    ) => html`<details id="meaning-${at}"${at === 0 ? html` open` : ''}><summary>${page.title} <code>${page.id}</code></summary>
      ${embeddedHtml(findingPageMessage(page), reader)}<p class="note"><a href="/finding/${page.id}">The page about it</a></p></details>`,
  );
  return html`<section class="wide part" aria-labelledby="meaning"><h2 id="meaning">What was found, and what it means</h2>${each}</section>`;
}

function pastHtml({ past, reader }: EndpointPageParts): Html {
  const strip = stripOfPast(past);
  const drawn = strip === null ? '' : html`<div class="strip">${raw(stripSvg(strip))}</div>`;
  const message = historyMessage(past, objectiveOf(past.objective));
  return html`<section class="wide part" aria-labelledby="past"><h2 id="past">The last 30 days</h2>
    ${drawn}<div class="history">${messageHtml({ ...message, buttons: [] }, reader)}</div></section>`;
}

/** A message as a part of a page: what it is about stands above it already. */
function embeddedHtml(message: Message, reader: Reader): Html {
  return html`<div class="embedded">${messageHtml({ ...message, buttons: [] }, reader)}</div>`;
}
