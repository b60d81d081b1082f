import { AxeBuilder } from '@axe-core/playwright';
import { describe, expect, it } from 'vitest';
import { hasBrowser, type View } from '../support/console/browser.ts';
import { consoleVisits } from '../support/console/console-visits.ts';
import { type Asked, checkCommand, each, hangingCommand } from '../support/fake-commands.ts';
import { growingSample, healthySample } from '../support/samples/sample-messages.ts';

const watched = ['https://api.example.org/', 'https://shop.example.org/'];
const suggest = async (_kind: string, typed: string) =>
  watched
    .filter((value) => value.includes(typed))
    .map((value) => ({ value, label: value.replace(/https:..|.$/g, '') }));

describe.skipIf(!hasBrowser())('suggestions under the box', () => {
  const visit = consoleVisits();

  async function typing(text: string, view: View = {}) {
    const asked: Asked[] = [];
    const command = checkCommand((given) => {
      asked.push(given);
      return each(healthySample);
    });
    const visited = await visit([command], { view, services: { suggest } });
    const box = visited.page.getByRole('combobox', { name: 'Command' });
    await box.pressSequentially(text);
    const list = visited.page.getByRole('listbox', { name: 'Suggestions' });
    await list.waitFor();
    return { ...visited, box, list, asked };
  }

  it('are chosen by keyboard alone, each step told to a screen reader', async () => {
    const { page, box, list, asked, complaints } = await typing('/ch');
    expect(await box.getAttribute('aria-expanded')).toBe('true');
    await page.getByRole('status').getByText('1 suggestion').waitFor();
    await box.press('ArrowDown');
    const active = await box.getAttribute('aria-activedescendant');
    expect(await page.locator(`#${active}`).getAttribute('aria-selected')).toBe('true');
    await box.press('Enter');
    expect(await box.inputValue()).toBe('/check ');
    await list.getByRole('option', { name: 'https://shop.example.org/' }).waitFor();
    await page.getByRole('status').getByText('3 suggestions').waitFor();
    await box.press('ArrowUp');
    await box.press('ArrowUp');
    await box.press('Enter');
    expect(await box.inputValue()).toBe('/check https://shop.example.org/ ');
    expect(await box.getAttribute('aria-activedescendant')).toBeNull();
    await box.press('Enter');
    await page.locator('.card').getByText('is healthy').waitFor();
    expect(asked[0]?.values.target).toBe('https://shop.example.org/');
    expect(complaints).toEqual([]);
  });

  it('are taken by Tab once a word was begun, and by a press of the mouse or a finger', async () => {
    const { page, box, list } = await typing('/ch');
    await box.press('Tab');
    expect(await box.inputValue()).toBe('/check ');
    await list.getByText('https://api.example.org/').click();
    expect(await box.inputValue()).toBe('/check https://api.example.org/ ');
    expect(await box.evaluate('document.activeElement.id')).toBe('line');
    await list.waitFor();
    await box.press('Tab');
    expect(await page.locator(':focus').getAttribute('id')).not.toBe('line');
    await list.waitFor({ state: 'hidden' });
  });

  it('leave Enter to a line of which nothing was chosen', async () => {
    const { page, box, list } = await typing('/check api');
    await box.press('Enter');
    await page.locator('.card').getByText('is healthy').waitFor();
    expect(await page.locator('.said').textContent()).toBe('/check api');
    expect(await list.isVisible()).toBe(false);
  });

  it('are closed by Escape, which stops a command only after that', async () => {
    const { command, stopped } = hangingCommand(growingSample(1));
    const { page } = await visit([command], { services: { suggest } });
    const box = page.getByRole('combobox', { name: 'Command' });
    await box.fill('/check example.org');
    await box.press('Enter');
    await page.locator('.card.running').waitFor();
    await box.pressSequentially('/ch');
    const list = page.getByRole('listbox');
    await list.waitFor();
    await box.press('Escape');
    await list.waitFor({ state: 'hidden' });
    expect(await page.locator('.card.running').count()).toBe(1);
    await box.press('Escape');
    await page.getByText('Stopped.').first().waitFor();
    await stopped;
  });

  it('leave the arrows to what was typed before, once they are closed', async () => {
    const { page, box, list } = await typing('/check api');
    await box.press('Enter');
    await page.locator('.card').waitFor();
    await box.press('ArrowUp');
    expect(await box.inputValue()).toBe('/check api');
    expect(await list.isVisible()).toBe(false);
    await box.press('Control+Space');
    await list.waitFor();
  });

  it('are asked for no line that holds a secret', async () => {
    const { page, box } = await typing('/check api');
    const urls: string[] = [];
    page.on('request', (request) => urls.push(request.url()));
    await box.fill('/cert password:hunter2');
    await box.fill('/check sho');
    await page.getByRole('option', { name: 'shop.example.org' }).waitFor();
    expect(urls.join('\n')).not.toContain('hunter2');
  });

  it.each<[string, View]>([
    ['light', {}],
    ['dark', { dark: true }],
    ['on a phone', { width: 360, height: 640 }],
  ])('can be used by everybody while they are open: %s', async (_name, view) => {
    const { page, box, complaints } = await typing('/check ', { ...view, reducedMotion: true });
    await box.press('ArrowDown');
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    const widths = await page.evaluate('[document.documentElement.scrollWidth, innerWidth]');
    expect(widths).toEqual([view.width ?? 1280, view.width ?? 1280]);
    expect(complaints).toEqual([]);
  });
});
