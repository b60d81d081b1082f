import fc from 'fast-check';
import { expect, it } from 'vitest';
import { choicesFrom } from '../../src/chat/discord/hearing/suggestions.ts';
import { problemsOfSuggestions } from '../support/discord/validating/validate.ts';
import { expectHarmlessOnDiscord } from '../support/hostile/on-discord.ts';
import { hostileMessage, hostileText, unseen } from '../support/samples/hostile-message.ts';

it.each(['components', 'embeds'] as const)(
  'text of strangers calls nobody on Discord and leads nowhere, in %s',
  (layout) => {
    fc.assert(
      fc.property(hostileMessage, (message) => expectHarmlessOnDiscord(message, layout)),
      { numRuns: 400 },
    );
  },
);

it('what is suggested while somebody types is plain, and taken', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ value: hostileText, label: hostileText }), { maxLength: 40 }),
      (given) => {
        const choices = choicesFrom(given);
        expect(problemsOfSuggestions({ choices })).toEqual([]);
        for (const { name } of choices) expect(name).not.toMatch(unseen);
      },
    ),
  );
});
