import { durationText } from '../../core/text/duration.ts';
import { type Html, html } from '../html.ts';

export type LoginPage = {
  /** A path of this console. */
  readonly next: string;
  readonly mistake: string | null;
};

export function loginPage({ next, mistake }: LoginPage): Html {
  const described = mistake === null ? '' : html` aria-describedby="mistake" aria-invalid="true"`;
  return doorPage(
    'Log in',
    html`${mistake === null ? '' : html`<p class="mistake" id="mistake" role="alert">${mistake}</p>`}
    <form method="post" action="/login">
      <input type="hidden" name="next" value="${next}">
      <label for="token">Token of this console</label>
      <input id="token" name="token" type="password" autocomplete="current-password" required maxlength="512"
        autocapitalize="off" autocorrect="off" spellcheck="false" autofocus${described}>
      <button type="submit">Log in</button>
    </form>
    <p class="hint">Whoever set up Notafter has it: it is the setting <code>CONSOLE_TOKEN</code>.</p>`,
  );
}

export function logoutPage(): Html {
  return doorPage(
    'Log out',
    html`<form method="post" action="/logout"><button type="submit">Log out of this browser</button></form>
    <p class="hint"><a href="/">Back to the console</a></p>`,
  );
}

/** A page that comes from elsewhere does not bring the cookie along; asked for again from here, it does. */
export function comeAgainPage(path: string): Html {
  return doorPage(
    'One moment',
    html`<p><a href="${path}">Go on to the console</a></p>`,
    html`<meta http-equiv="refresh" content="0; url=${path}">`,
  );
}

export function waitSentence(ms: number): string {
  const minute = 60_000;
  const wait = durationText(Math.max(minute, Math.ceil(ms / minute) * minute));
  return `Too many wrong tokens came in. Try again in ${wait}.`;
}

function doorPage(title: string, body: Html, head: Html | '' = ''): Html {
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  ${head}
  <title>${title} · Notafter</title>
  <link rel="icon" href="/icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="/login.css">
</head>
<body>
  <main>
    <p class="name"><img src="/icon.svg" alt="" width="26" height="26">Notafter</p>
    <h1>${title}</h1>
    ${body}
  </main>
</body>
</html>`;
}
