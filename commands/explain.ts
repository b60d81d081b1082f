import type { Command } from '../src/core/command.ts';
import { UserError } from '../src/core/errors.ts';
import type { FindingPage } from '../src/core/finding.ts';
import { typedWord } from '../src/core/typed-word.ts';
import { findingListMessage, findingPageMessage } from '../src/views/finding-page.ts';

export const explain: Command = {
  name: 'explain',
  summary: 'Explain a finding: what it means, how to mend it, where it is written',
  visibility: 'caller',
  examples: ['/explain chain/missing-intermediate', '/explain dns'],
  actions: [
    {
      name: '',
      summary: 'One finding by its id, or all whose id has the word in it',
      options: [
        {
          name: 'finding',
          kind: 'text',
          summary: 'an id such as chain/missing-intermediate, or a part of one; all when left out',
          positional: true,
          example: 'chain/missing-intermediate',
        },
      ],
      async *run(values, _caller, { pages }) {
        const typed = (values.finding ?? '').trim().toLowerCase();
        const exact = pages.find((page) => page.id === typed);
        if (exact !== undefined) {
          yield findingPageMessage(exact);
          return;
        }
        const near = pages.filter(
          (page) => page.id.includes(typed) || page.title.toLowerCase().includes(typed),
        );
        const [only] = near;
        if (only === undefined) throw unknownFinding(typed, pages);
        if (near.length === 1) yield findingPageMessage(only);
        else yield findingListMessage(near, `${near.length} findings; /explain one of them`);
      },
    },
  ],
};

/** Those that share a word with what was typed, as far as there are any. */
function unknownFinding(typed: string, pages: readonly FindingPage[]): UserError {
  const wanted = typed.split(/[^a-z0-9]+/).filter((word) => word.length > 2);
  const near = pages.filter(({ id }) => id.split(/[/-]/).some((word) => wanted.includes(word)));
  const hint = near.slice(0, 5).map(({ id }) => id);
  const said = hint.length === 0 ? '' : ` Near it: ${hint.join(', ')}.`;
  return new UserError(
    `No finding is called "${typedWord(typed, 60)}".${said} /explain alone lists all ${pages.length}.`,
  );
}
