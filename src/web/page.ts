import type { Command } from '../core/command.ts';
import { framedPage } from './frame.ts';
import { type Html, html } from './html.ts';

/** The command page. All that moves is in the modules it names. */
export function consolePage(commands: readonly Command[], canLogOut: boolean): Html {
  return framedPage({
    canLogOut,
    title: 'Notafter',
    here: '/',
    styles: ['offers.css', 'attach.css', 'card.css', 'answer.css', 'ladder.css', 'thread.css'],
    scripts: ['console.js'],
    beside: html`<p class="about">Why a client cannot reach or trust an endpoint, and who has to renew before it is too late.</p>
    <a class="to-alarms" href="#alarms">Alarms <span data-alarm-count></span></a>`,
    body: html`<main id="content" tabindex="-1">
    <h1 class="spoken">Notafter</h1>
    <section class="ask" aria-label="Ask">
      <form data-ask autocomplete="off">
        <label class="spoken" for="line">Command</label>
        <input id="line" name="line" type="text" placeholder="/check example.org" maxlength="4000"
          autocapitalize="off" autocorrect="off" spellcheck="false" enterkeyhint="go" aria-describedby="keys" autofocus
          role="combobox" aria-autocomplete="list" aria-haspopup="listbox" aria-expanded="false" aria-controls="offers">
        <button type="submit" class="run">Run</button>
        <ul id="offers" class="offers" role="listbox" aria-label="Suggestions" hidden></ul>
        <div class="attach">
          <label>Read a file <input name="file" type="file" multiple aria-describedby="reads"></label>
          <label data-secret hidden>Password <input name="secret" type="password" autocomplete="off" placeholder="if it has one" maxlength="1000"></label>
          <label data-token hidden>Token <input name="token" type="password" autocomplete="off" placeholder="not shown, not kept" maxlength="65536" spellcheck="false"></label>
          <span class="spoken" id="reads">Certificates in any form, 1 MiB at most. Dropping a file here or pasting PEM text does the same.</span>
        </div>
      </form>
      <p id="keys" class="keys"><kbd>Tab</kbd> completes, <kbd>↑</kbd> <kbd>↓</kbd> what you typed before, <kbd>/</kbd> back to the box, <kbd>Esc</kbd> stops</p>
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
  <div class="spoken" role="status" aria-live="polite" data-announce></div>`,
  });
}

function exampleButtons({ examples, summary }: Command): readonly Html[] {
  return examples
    .slice(0, 1)
    .map(
      (example) =>
        html`<li><button type="button" data-example="${example}" title="${summary}">${example}</button></li>`,
    );
}
