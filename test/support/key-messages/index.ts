import { partDetails } from '../../../src/chat/showing/with-details.ts';
import { checks } from '../../../src/checks/index.ts';
import type { Message, Picture } from '../../../src/core/message.ts';
import { objectiveOf } from '../../../src/core/past/objective.ts';
import { parseTarget } from '../../../src/core/target.ts';
import type { WatchRow } from '../../../src/core/watch/endpoint.ts';
import { renewalState } from '../../../src/core/watch/renewal/renewal.ts';
import { pageOf } from '../../../src/core/watch/watch-page.ts';
import { drawPng } from '../../../src/drawing/draw-png.ts';
import { alarmHead } from '../../../src/views/alarm/head.ts';
import { diagnosisMessage, progressMessage } from '../../../src/views/diagnosis.ts';
import { digestMessage } from '../../../src/views/digest/message.ts';
import { findingPageMessage } from '../../../src/views/finding-page.ts';
import { followHead } from '../../../src/views/follow/head.ts';
import { followSummary } from '../../../src/views/follow/summary.ts';
import { historyMessage } from '../../../src/views/history.ts';
import { stripSvg } from '../../../src/views/strip/draw.ts';
import { stripOf } from '../../../src/views/strip/strip.ts';
import { stripWords } from '../../../src/views/strip/words.ts';
import { timelineSvg } from '../../../src/views/timeline/draw.ts';
import { timelineOf } from '../../../src/views/timeline/timeline.ts';
import { timelineWords } from '../../../src/views/timeline/words.ts';
import { watchListMessage } from '../../../src/views/watch.ts';
import { sampleIncidents } from '../samples/sample-alarms.ts';
import { latencyOf, pastOf } from '../samples/strip-days.ts';
import {
  after,
  alice,
  bob,
  certificateEnding,
  dayMs,
  newEndpoint,
  noon,
  sightingOf,
} from '../store-fixtures.ts';
import { course, followed, refused, well } from '../watch/following.ts';
import { broken, degraded, halfLadder, healthy, ladder, ours } from './diagnoses.ts';
import { digest } from './digest.ts';

export type KeyMessage = { readonly name: string; readonly message: Message };

/** The moment at which all of them are shown. */
export const shownAt = noon;

/** What people read most, made by the real views of samples that never change. */
export async function keyMessages(): Promise<readonly KeyMessage[]> {
  const answer = (diagnosis: typeof healthy) => diagnosisMessage(diagnosis, ladder, { isWatched: false });
  const { head, details } = partDetails(answer(broken), 'k3n9w2x7');

  const messages: Record<string, Message | null> = {
    'check-healthy': partDetails(answer(healthy), 'k3n9w2x6').head,
    'check-broken': head,
    'check-broken-details': details,
    'check-degraded': partDetails(answer(degraded), 'k3n9w2x8').head,
    'check-running': progressMessage(parseTarget('api.example.com'), ladder, halfLadder, {
      begunMs: 0,
      endedMs: new Map([
        ['dns', 3],
        ['reach', 3],
        ['tcp', 14],
      ]),
      nowMs: 4020,
    }),
    'check-our-fault': partDetails(answer(ours), 'k3n9w2x9').head,
    alarm: alarmHead(named('critical'), { called: [alice], now: noon }),
    'alarm-acknowledged': alarmHead(named('in hand'), { called: [], now: noon }),
    'alarm-recovered': alarmHead(named('recovered'), { called: [], now: noon }),
    digest: { ...digestMessage(digest, { whole: false, isUndrawn: false }), pictures: [await timeline()] },
    'follow-head': followHead(course(followed(), [well(), refused(), refused()]).follow),
    'follow-summary': followSummary(course(followed(), [well(), refused(), well()]).follow),
    'watch-list': watchListMessage(pageOf(rows), [], noon),
    explain: findingPageMessage(findingPage('chain/missing-intermediate')),
    history: await history(),
  };
  return Object.entries(messages).flatMap(([name, message]) => (message === null ? [] : [{ name, message }]));
}

function named(name: string) {
  const incident = sampleIncidents[name];
  if (incident === undefined) throw new Error(`there is no sample incident ${name}`);
  return incident;
}

function findingPage(id: string) {
  const page = checks.map((check) => check.page).find((one) => one.id === id);
  if (page === undefined) throw new Error(`there is no rule ${id}`);
  return page;
}

async function timeline(): Promise<Picture> {
  const shown = timelineOf(digest.certificates, noon, 'UTC');
  return {
    name: 'timeline.png',
    bytes: await drawPng(timelineSvg(shown)),
    alternative: timelineWords(shown),
  };
}

const minute = 60_000;

async function history(): Promise<Message> {
  const past = pastOf(30, {
    0: { unseen: dayMs },
    9: { broken: 21 * minute },
    20: { degraded: 300 * minute },
  });
  const strip = stripOf('pay.example.com', past, latencyOf(past, 0));
  const pictures =
    strip === null
      ? []
      : [{ name: 'history.png', bytes: await drawPng(stripSvg(strip)), alternative: stripWords(strip) }];
  const endpoint = rows[0]?.endpoint;
  if (endpoint === undefined) throw new Error('no sample endpoint');
  const known = {
    endpoint,
    sighting: null,
    since: past.from,
    availability: past,
    latency: latencyOf(past, 0),
    changes: [],
    incidents: [],
    objective: 0.999,
  };
  return historyMessage(known, objectiveOf(0.999), pictures);
}

const watched = [
  { host: 'pay.example.com', days: 3, owner: alice, verdict: 'healthy' },
  { host: 'api.example.com', days: 33, owner: bob, verdict: 'broken' },
  { host: 'shop.example.com:8443', days: 71, owner: alice, verdict: 'degraded' },
  { host: 'smtp+starttls://mail.example.com', days: 80, owner: bob, verdict: 'healthy' },
] as const;

export const rows: readonly WatchRow[] = watched.map(({ host, days, owner, verdict }, at) => {
  const { target, home, owners = [], labels = {}, addedBy } = newEndpoint(host, { owners: [owner] });
  const certificate = certificateEnding(days * dayMs);
  const reasons = {
    healthy: null,
    broken: 'The server does not send its intermediate certificate',
    degraded: 'One of three addresses refuses connections',
  };
  return {
    endpoint: { id: `${at}`, target, home, owners, labels, addedBy, addedAt: after(-40 * dayMs) },
    sighting: sightingOf(`${at}`, { verdict, reason: reasons[verdict], certificate }),
    state: renewalState(certificate, noon),
    undelivered: null,
  };
});
