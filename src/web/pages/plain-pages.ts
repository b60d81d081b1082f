import type { FindingPage } from '../../core/finding.ts';
import { findingPageMessage } from '../../views/finding-page.ts';
import { type Html, html } from '../html.ts';
import { messageHtml, type Reader } from '../message-html.ts';
import { answersHtml, pageFrame } from './frame.ts';

/** What a rule says about itself: where its finding is named, this is behind it. */
export function findingPage(page: FindingPage, reader: Reader, canLogOut: boolean): Html {
  const content = html`<p class="way"><a href="/watch">Watch list</a></p><h1>${page.title}</h1>
    <h2 class="spoken">What it means</h2><div class="part embedded">${messageHtml(findingPageMessage(page), reader)}</div>${answersHtml()}`;
  return pageFrame({ title: page.title, zone: reader.zone, content, canLogOut });
}

/** For an address of something that is not, or not any longer. */
export function missingPage(what: string, advice: Html, reader: Reader, canLogOut: boolean): Html {
  const content = html`<h1>${what}</h1><p class="lead">${advice}</p>${answersHtml()}`;
  return pageFrame({ title: what, zone: reader.zone, content, canLogOut });
}
