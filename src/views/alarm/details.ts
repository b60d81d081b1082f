import {
  type Block,
  code,
  date,
  type Inline,
  labelled,
  type Message,
  note,
  text,
} from '../../core/message.ts';
import type { IncidentDetails } from '../../core/watch/alarm/event.ts';
import type { Incident } from '../../core/watch/alarm/incident.ts';
import { changedBlocks } from '../diagnosis/changes.ts';
import { prose } from '../prose.ts';
import { detailButtons } from './buttons.ts';
import { bounded, certificateBlocks, endpointsText, shortId } from './parts.ts';
import { wordingOf } from './wordings.ts';

const longestText = 600;
const longestCommand = 900;
const mostEvidence = 8;
const longestValue = 140;

/** Under a new alarm: what it means, what was seen, what changed and the command that shows it. */
export function detailsMessage(incident: Incident, details: IncidentDetails): Message {
  const { told } = incident;
  const wording = wordingOf(incident, incident.stateAt);
  const name = bounded(told.name);
  const cause = told.cause === null ? null : bounded(told.cause.title);
  const fix = told.cause?.fix ?? null;
  return {
    tone: 'neutral',
    title: cause === null ? [text(`About ${name}`)] : [text(`About ${name}: `), ...prose(cause)],
    blocks: [
      labelled('What this means', text(bounded(details.explanation ?? wording.means, longestText))),
      ...(fix === null ? [] : [labelled('Fix', text(bounded(fix, longestText)))]),
      ...evidenceBlocks(details),
      ...changedBlocks(details.changes, ': '),
      ...(details.reproduce === null
        ? []
        : [
            labelled('See it yourself'),
            { kind: 'code', text: bounded(details.reproduce, longestCommand) } as const,
          ]),
      ...authorityBlocks(incident),
      ...certificateBlocks(incident),
      ...endpointBlocks(incident),
      note(
        text('What happens next is said here. Who does what: '),
        code(`/alarm history ${shortId(incident)}`),
      ),
    ],
    buttons: detailButtons(incident),
    summary: `About ${name}: ${cause ?? wording.means}`,
  };
}

function evidenceBlocks({ evidence }: IncidentDetails): readonly Block[] {
  if (evidence.length === 0) return [];
  const items = evidence
    .slice(0, mostEvidence)
    .map(({ label, value }): readonly Inline[] => [
      text(`${bounded(label, 40)}: `),
      code(bounded(value, longestValue)),
    ]);
  const more = evidence.length - mostEvidence;
  return [
    labelled('Seen'),
    { kind: 'list', items: more > 0 ? [...items, [text(`and ${more} more`)]] : items },
  ];
}

function authorityBlocks({ told, problem }: Incident): readonly Block[] {
  const renewal = told.certificate?.renewalWindow;
  if (renewal === undefined || problem !== 'lapse') return [];
  const { source, start, end, explanationUrl } = renewal;
  const why: readonly Inline[] =
    explanationUrl === null
      ? []
      : [text('. Why: '), { kind: 'link', text: bounded(explanationUrl, longestValue), url: explanationUrl }];
  return [
    labelled(
      'Its authority',
      text(`${bounded(source)} asks for renewal between `),
      date(start, 'absolute'),
      text(' and '),
      date(end, 'absolute'),
      ...why,
    ),
  ];
}

function endpointBlocks({ told }: Incident): readonly Block[] {
  if (told.endpoints.length + told.more < 2) return [];
  const served = `${told.endpoints.length + told.more} endpoints: `;
  return [labelled('Watched as', text(served + endpointsText(told.endpoints, told.more, 20)))];
}
