import type { Command } from '../core/command.ts';
import { type Html, html } from './html.ts';

/** The console page. All that moves is in the modules it names; nothing is inline, so the policy can forbid that. */
export function consolePage(commands: readonly Command[]): Html {
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>Notafter</title>
  <link rel="icon" href="/icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="/console.css">
  <link rel="stylesheet" href="/attach.css">
  <link rel="stylesheet" href="/card.css">
  <link rel="stylesheet" href="/answer.css">
  <link rel="stylesheet" href="/ladder.css">
  <link rel="stylesheet" href="/thread.css">
  <script type="module" src="/console.js"></script>
</head>
<body>
  <header class="top">
    <h1><img src="/icon.svg" alt="" width="26" height="26">Notafter</h1>
    <p>Why a client cannot reach or trust an endpoint, and who has to renew before it is too late.</p>
    <a class="to-alarms" href="#alarms">Alarms <span data-alarm-count></span></a>
  </header>
  <main>
    <section class="ask" aria-label="Ask">
      <form data-ask autocomplete="off">
        <label class="spoken" for="line">Command</label>
        <input id="line" name="line" type="text" placeholder="/check example.org" maxlength="4000"
          autocapitalize="off" autocorrect="off" spellcheck="false" enterkeyhint="go" aria-describedby="keys" autofocus>
        <button type="submit" class="run">Run</button>
        <div class="attach">
          <label>Read a file <input name="file" type="file" multiple aria-describedby="reads"></label>
          <label data-secret hidden>Password <input name="secret" type="password" autocomplete="off" placeholder="if it has one" maxlength="1000"></label>
          <label data-token hidden>Token <input name="token" type="password" autocomplete="off" placeholder="not shown, not kept" maxlength="65536" spellcheck="false"></label>
          <span class="spoken" id="reads">Certificates in any form, 1 MiB at most. Dropping a file here or pasting PEM text does the same.</span>
        </div>
      </form>
      <p id="keys" class="keys"><kbd>↑</kbd> <kbd>↓</kbd> what you typed before, <kbd>/</kbd> back to the box, <kbd>Esc</kbd> stops</p>
      <ul class="examples" aria-label="Examples">${commands.flatMap(exampleButtons)}</ul>
    </section>
    <section class="answers" aria-label="Answers" data-answers>
      <p class="empty" data-empty>Type a command, or take one of the examples. Answers fill in here as each layer is looked at.</p>
    </section>
  </main>
  <aside id="alarms" class="alarms" aria-labelledby="alarms-title" tabindex="-1">
    <h2 id="alarms-title">Alarms</h2>
    <p class="link-state" data-feed-state hidden></p>
    <div data-feed><p class="empty" data-empty>Nothing yet. Pings to owners and the daily digest arrive here without being asked for.</p></div>
  </aside>
  <div class="spoken" role="status" aria-live="polite" data-announce></div>
</body>
</html>`;
}

function exampleButtons({ examples, summary }: Command): readonly Html[] {
  return examples
    .slice(0, 1)
    .map(
      (example) =>
        html`<li><button type="button" data-example="${example}" title="${summary}">${example}</button></li>`,
    );
}
