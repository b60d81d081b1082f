import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { dispatch } from '../../src/chat/asking/dispatch.ts';
import { type ParsedCommand, parseLine } from '../../src/chat/asking/parse.ts';
import { typedText } from '../../src/chat/slack/hearing/incoming.ts';
import { UserError } from '../../src/core/errors.ts';
import { nothingHanded } from '../../src/core/files/uploaded-file.ts';
import type { Message } from '../../src/core/message.ts';
import { createMemoryLog } from '../chat/discord/fake-world.ts';
import { caller, memoryServices } from '../support/commanding.ts';
import { hostileLine } from '../support/hostile/hostile-lines.ts';
import { expectHarmlessOnDiscord } from '../support/hostile/on-discord.ts';
import { expectHarmlessOnSlack } from '../support/hostile/on-slack.ts';

/** `npm run fuzz` asks for 10,000 and for another seed. */
const numRuns = Number(process.env.FUZZ_RUNS ?? 400);
const seed = Number(process.env.FUZZ_SEED ?? 7);

/** What the parser makes of a line; a mistake is the caller's to read. */
function read(line: string): ParsedCommand | null {
  try {
    return parseLine(commands, line);
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    expect(thrown.message.length).toBeLessThan(2000);
    return null;
  }
}

async function answersTo(line: string): Promise<readonly Message[]> {
  const parsed = read(line);
  if (parsed === null) return [];
  const log = createMemoryLog();
  const handover = { ...nothingHanded, files: parsed.files ?? [] };
  const request = { ...parsed, caller, signal: AbortSignal.timeout(5000), handover };
  const messages: Message[] = [];
  for await (const message of dispatch(request, memoryServices(), log)) messages.push(message);
  const faults = log.lines
    .filter(({ level }) => level === 'error')
    .map(({ fields }) => String((fields as { readonly err?: unknown }).err))
    // What the services of this test do not have, and the reader of files, which has tests of its own.
    .filter((fault) => !/this test\b|handed over/.test(fault));
  expect(faults, line).toEqual([]);
  expect(messages.length, line).toBeGreaterThan(0);
  return messages;
}

describe(`whatever is typed (seed ${seed}, ${numRuns} lines)`, () => {
  it('is answered, by no fault of ours, and the answer calls nobody and hides nothing', {
    timeout: 900_000,
  }, async () => {
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(hostileLine(commands), async (line) => {
        for (const message of (await answersTo(line)).slice(-1)) {
          answered += 1;
          expectHarmlessOnSlack(message);
          expectHarmlessOnDiscord(message, 'components');
        }
      }),
      { numRuns, seed },
    );
    // A generator whose every line is refused by the parser would prove little.
    expect(answered).toBeGreaterThan(numRuns / 10);
  });

  it('is read the same after Slack has written it its way', () => {
    fc.assert(
      fc.property(hostileLine(commands), (line) => {
        read(typedText(line));
        const written = line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
        expect(typedText(written)).toBe(line);
      }),
      { numRuns, seed },
    );
  });
});
