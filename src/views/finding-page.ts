import type { FindingPage } from '../core/finding.ts';
import { type Button, code, labelled, type Message, note, paragraph, strong, text } from '../core/message.ts';
import { blameWords } from './diagnosis/finding-lines.ts';

/** The page of `/explain`: what a rule says about itself. */
export function findingPageMessage(page: FindingPage): Message {
  return {
    tone: 'neutral',
    title: [code(page.id), text(' '), strong(page.title)],
    blocks: [
      paragraph(text(page.explanation)),
      labelled('Fix', text(page.fix)),
      note(text(`Severity ${page.severity}. ${upToText(page)}Source: ${page.citation}.`)),
    ],
    summary: `${page.id}: ${page.title}`,
    record: page,
  };
}

/** Whose fault it is differs from answer to answer where the page names nobody. */
function upToText({ blame }: FindingPage): string {
  const words = blameWords[blame];
  return blame === 'unknown' ? '' : `Usually up to: ${words.charAt(0).toLowerCase()}${words.slice(1)}. `;
}

const mostNamed = 5;

/** All there is, family by family: a list of every finding is more than one chat message holds. */
export function findingFamiliesMessage(pages: readonly FindingPage[]): Message {
  const families = Map.groupBy(pages, ({ id }) => id.split('/')[0] ?? '');
  const lead = `${pages.length} findings in ${families.size} families`;
  return {
    tone: 'neutral',
    title: [text(lead)],
    blocks: [
      {
        kind: 'list',
        items: [...families].map(([family, members]) => [
          code(`/explain ${family}`),
          text(` ${members.length}: ${namesOf(family, members)}`),
        ]),
      },
    ],
    choice: { label: 'Look at a family', of: [...families.keys()].map((family) => explainButton(family)) },
    summary: lead,
    record: pages,
  };
}

function explainButton(finding: string): Button {
  return { label: finding, command: 'explain', values: { finding } };
}

function namesOf(family: string, members: readonly FindingPage[]): string {
  const names = members.slice(0, mostNamed).map(({ id }) => id.slice(family.length + 1));
  const rest = members.length - names.length;
  return `${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** Those near what was typed, when no page has that id. */
export function findingListMessage(pages: readonly FindingPage[], lead: string): Message {
  return {
    tone: 'neutral',
    title: [text(lead)],
    blocks: [
      {
        kind: 'list',
        items: pages.map((page) => [code(page.id), text(` ${page.title}`)]),
      },
    ],
    choice: { label: 'Explain one of them', of: pages.map(({ id }) => explainButton(id)) },
    summary: lead,
    record: pages,
  };
}
