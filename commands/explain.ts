import type { Command } from '../src/core/command.ts';
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
        const near = pages.filter((page) => page.id.includes(typed));
        const [only] = near;
        if (only !== undefined && near.length === 1) yield findingPageMessage(only);
        else if (near.length > 0)
          yield findingListMessage(near, `${near.length} findings; /explain one of them`);
        else yield findingListMessage(pages, `No finding is called "${typedWord(typed, 60)}". These exist:`);
      },
    },
  ],
};
