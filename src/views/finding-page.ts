import type { FindingPage } from '../core/finding.ts';
import { code, labelled, type Message, note, paragraph, strong, text } from '../core/message.ts';

/** The page of `/explain`: what a rule says about itself. */
export function findingPageMessage(page: FindingPage): Message {
  return {
    tone: 'neutral',
    title: [code(page.id), text(' '), strong(page.title)],
    blocks: [
      paragraph(text(page.explanation)),
      labelled('Fix', text(page.fix)),
      note(text(`Severity ${page.severity}. Usually up to: ${page.blame}. Source: ${page.citation}.`)),
    ],
    summary: `${page.id}: ${page.title}`,
    record: page,
  };
}

/** All ids, or those near what was typed, when no page has that id. */
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
    summary: lead,
    record: pages,
  };
}
