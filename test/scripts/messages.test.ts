import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { shownMessages } from '../../scripts/messages/shown.ts';
import { problemsOfComponents, problemsOfModal } from '../support/discord/validating/validate.ts';
import { checkDraft, longestEdit } from '../support/slack/validating/check-message.ts';
import { problemsOfView } from '../support/slack/validating/validate.ts';

const folder = 'docs/messages';
const { texts, pictures } = await shownMessages();

describe('docs/messages', () => {
  it.each(texts)(
    '$file is what the code makes today (else: npm run messages, and look)',
    ({ file, text }) => {
      expect(readFileSync(`${folder}/${file}`, 'utf8')).toBe(text);
    },
  );

  it.each(texts.filter(({ file }) => file.endsWith('.json')))(
    '$file is taken by its platform',
    ({ file, text }) => {
      const payload = JSON.parse(text);
      if (file.startsWith('slack-form') || file === 'slack-home.json')
        expect(problemsOfView(payload)).toEqual([]);
      else if (file.startsWith('discord-form')) expect(problemsOfModal(payload)).toEqual([]);
      else if (file.startsWith('slack-')) checkDraft(payload, longestEdit);
      else {
        for (const page of [payload].flat()) {
          expect(
            problemsOfComponents(page.components, ['timeline.png', 'history.png', ...filesIn(text)]),
          ).toEqual([]);
          expect(page.allowed_mentions.parse).toEqual([]);
        }
      }
    },
  );

  it.each(pictures)('$file is a picture of something', ({ file }) => {
    const png = readFileSync(`${folder}/${file}`);
    expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
    expect(png.readUInt32BE(16)).toBe(640);
    expect(png.readUInt32BE(20)).toBeGreaterThan(60);
    expect(new Set(pixels(png)).size).toBeGreaterThan(20);
  });

  it('holds nothing else, and is small', () => {
    const wanted = [...texts, ...pictures].map(({ file }) => file);
    expect(readdirSync(folder).toSorted()).toEqual([...wanted, 'README.md'].toSorted());
    const size = readdirSync(folder).reduce((sum, file) => sum + statSync(`${folder}/${file}`).size, 0);
    expect(size).toBeLessThan(2_000_000);
    expect(existsSync('docs/messages/README.md')).toBe(true);
  });
});

function filesIn(text: string): readonly string[] {
  return [...text.matchAll(/attachment:\/\/([A-Za-z0-9._-]+)/g)].map(([, name]) => name ?? '');
}

/** The bytes of all rows, unfiltered or not: a blank picture has few kinds of them. */
function pixels(png: Buffer): Uint8Array {
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(png.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return inflateSync(Buffer.concat(data));
}
