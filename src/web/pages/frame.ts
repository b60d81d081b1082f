import { visibleLine } from '../../core/text/visible-text.ts';
import { framedPage } from '../frame.ts';
import { type Html, html } from '../html.ts';

export type PageParts = {
  readonly title: string;
  /** Words of its dates: known to the page, so that it can tell the reader's own zone. */
  readonly zone: string;
  readonly content: Html;
  readonly canLogOut: boolean;
};

/** All that can be read is there without scripts. Answers to buttons appear in `data-answers`. */
export function pageFrame({ title, zone, content, canLogOut }: PageParts): Html {
  return framedPage({
    title: `${visibleLine(title)} · Notafter`,
    here: '/watch',
    canLogOut,
    styles: [
      'attach.css',
      'card.css',
      'answer.css',
      'ladder.css',
      'pages.css',
      'acts.css',
      'watch.css',
      'endpoint.css',
      'strip.css',
      'timeline.css',
    ],
    scripts: ['pages.js'],
    body: html`<main id="content" class="paged" tabindex="-1" data-zone="${zone}">${content}</main>
  <div class="spoken" role="status" aria-live="polite" data-announce></div>`,
  });
}

/** Where answers to the buttons of a page appear. */
export function answersHtml(): Html {
  return html`<section class="answers" aria-label="Answers" data-answers></section>`;
}
