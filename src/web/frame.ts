import { type Html, html } from './html.ts';

/** The pages of the console, as its header names them. */
const pages: readonly { readonly href: string; readonly label: string }[] = [
  { href: '/', label: 'Ask' },
  { href: '/watch', label: 'Watch list' },
];

export type Framed = {
  /** What the browser's tab shows. */
  readonly title: string;
  /** Which of `pages` this is, or belongs to. */
  readonly here: string;
  /** Files under `public/`, beside `console.css`. */
  readonly styles: readonly string[];
  readonly scripts: readonly string[];
  /** What stands in the header beside name and pages. */
  readonly beside?: Html;
  /** With a `<main id="content">`. */
  readonly body: Html;
  /** Whether the reader had to log in. */
  readonly canLogOut: boolean;
};

/** What every page has around it. Nothing is inline, so the policy can forbid that. */
export function framedPage({ title, here, styles, scripts, beside, body, canLogOut }: Framed): Html {
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${title}</title>
  <link rel="icon" href="/icon.svg" type="image/svg+xml">
  ${['console.css', ...styles].map((name) => html`<link rel="stylesheet" href="/${name}">`)}
  ${scripts.map((name) => html`<script type="module" src="/${name}"></script>`)}
</head>
<body>
  <a class="skip" href="#content">Skip to content</a>
  <header class="top">
    <p class="name"><img src="/icon.svg" alt="" width="26" height="26">Notafter</p>
    ${pages.length < 2 ? '' : html`<nav aria-label="Pages"><ul>${pages.map((page) => pageLink(page, here))}</ul></nav>`}
    ${beside ?? ''}
    ${canLogOut ? html`<a class="log-out" href="/logout">Log out</a>` : ''}
  </header>
  ${body}
</body>
</html>`;
}

function pageLink({ href, label }: (typeof pages)[number], here: string): Html {
  const current = href === here ? html` aria-current="page"` : '';
  return html`<li><a href="${href}"${current}>${label}</a></li>`;
}
