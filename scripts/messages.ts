// Writes docs/messages: what people read most, as it is sent to Slack and Discord (JSON) and said in a terminal, and pictures
// of it, drawn by our own pages in Chromium. Run it after a change of words or layout, and look at the pictures.
import { globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { openBrowser } from '../test/support/console/browser.ts';
import { withPalette } from './messages/palette.ts';
import { shownMessages } from './messages/shown.ts';

const folder = 'docs/messages';
const { texts, pictures } = await shownMessages();
mkdirSync(folder, { recursive: true });
for (const old of globSync(`${folder}/{slack,discord,terminal}-*`)) rmSync(old);
for (const { file, text } of texts) writeFileSync(`${folder}/${file}`, text);

const browser = await openBrowser();
const page = await browser.newPage({ viewport: { width: 640, height: 200 }, timezoneId: 'UTC' });
for (const { file, html } of pictures) {
  await page.setContent(html, { waitUntil: 'load' });
  writeFileSync(`${folder}/${file}`, withPalette(await page.locator('body').screenshot()));
}
await browser.close();
console.log(`${texts.length} texts and ${pictures.length} pictures in ${folder}`);
