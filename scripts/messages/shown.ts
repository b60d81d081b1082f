import { keyMessages, rows, shownAt } from '../../test/support/key-messages/index.ts';
import { discordForm, slackForm, slackHome } from '../../test/support/key-messages/surfaces.ts';
import { discordHtml } from './discord-html.ts';
import { discordFormHtml, slackFormHtml } from './form-html.ts';
import { discordPayloads, slackPayload, terminalText } from './payloads.ts';
import { slackHtml } from './slack-html.ts';

/** One file of `docs/messages` that the code makes as it stands. */
export type ShownText = { readonly file: string; readonly text: string };
export type ShownPicture = { readonly file: string; readonly html: string };

/** Those that are drawn on a dark ground as well. */
const alsoDark = new Set(['check-broken', 'alarm']);

/** Every key message for each platform, as it is sent, and the pages that pictures are taken of. */
export async function shownMessages(): Promise<{
  readonly texts: readonly ShownText[];
  readonly pictures: readonly ShownPicture[];
}> {
  const texts: ShownText[] = [];
  const pictures: ShownPicture[] = [];
  for (const { name, message } of await keyMessages()) {
    const slack = await slackPayload(message, shownAt);
    const discord = await discordPayloads(message);
    const drawn = message.pictures ?? [];
    texts.push(
      { file: `slack-${name}.json`, text: jsonText(slack) },
      { file: `discord-${name}.json`, text: jsonText(discord.length === 1 ? discord[0] : discord) },
      { file: `terminal-${name}.txt`, text: terminalText(message, shownAt) },
    );
    pictures.push({ file: `slack-${name}.png`, html: slackHtml(slack.blocks, drawn, false) });
    if (alsoDark.has(name)) {
      pictures.push({ file: `slack-${name}-dark.png`, html: slackHtml(slack.blocks, drawn, true) });
    }
    pictures.push({ file: `discord-${name}.png`, html: discordHtml(discord, drawn, shownAt) });
  }
  const home = await slackHome(rows.filter((_, at) => at % 2 === 0));
  const form = slackForm();
  const modal = await discordForm();
  texts.push(
    { file: 'slack-home.json', text: jsonText(home) },
    { file: 'slack-form-watch-add.json', text: jsonText(form) },
    { file: 'discord-form-watch-edit.json', text: jsonText(modal) },
  );
  pictures.push(
    { file: 'slack-home.png', html: slackHtml(home.blocks, [], false) },
    { file: 'slack-form-watch-add.png', html: slackFormHtml(form) },
    { file: 'discord-form-watch-edit.png', html: discordFormHtml(modal) },
  );
  return { texts, pictures };
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
