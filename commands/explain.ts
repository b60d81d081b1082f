import type { Command } from '../src/core/command.ts';
import { UserError } from '../src/core/errors.ts';
import type { FindingPage } from '../src/core/finding.ts';
import { typedWord } from '../src/core/text/typed-word.ts';
import { findingFamiliesMessage, findingListMessage, findingPageMessage } from '../src/views/finding-page.ts';

export const explain: Command = {
  name: 'explain',
  summary: 'Explain a finding: what it means, how to mend it, where it is written',
  visibility: 'caller',
  examples: ['/explain chain/missing-intermediate', '/explain dns'],
  actions: [
    {
      name: '',
      summary: 'One finding by its id, those of a family, or all that hold a word',
      needs: 'anyone',
      options: [
        {
          name: 'finding',
          kind: 'text',
          suggests: 'finding',
          summary:
            'an id such as chain/missing-intermediate, a family such as dns, or a word; overview when left out',
          positional: true,
          example: 'chain/missing-intermediate',
        },
      ],
      async *run(values, _caller, { pages }) {
        const typed = (values.finding ?? '').trim().toLowerCase();
        if (typed === '') {
          yield findingFamiliesMessage(pages);
          return;
        }
        const exact = pages.find((page) => page.id === typed);
        if (exact !== undefined) {
          yield findingPageMessage(exact);
          return;
        }
        const family = pages.filter(({ id }) => id.startsWith(`${typed}/`));
        const near = family.length > 0 ? family : pages.filter((page) => isNear(page, typed));
        const [only] = near;
        if (only === undefined) throw unknownFinding(typed, pages);
        if (near.length === 1) yield findingPageMessage(only);
        else yield findingListMessage(near, `${near.length} findings; /explain one of them`);
      },
    },
  ],
};

function isNear({ id, title }: FindingPage, typed: string): boolean {
  return id.includes(typed) || title.toLowerCase().includes(typed);
}

/** Those that share a word with what was typed, as far as there are any. */
function unknownFinding(typed: string, pages: readonly FindingPage[]): UserError {
  const wanted = typed.split(/[^a-z0-9]+/).filter((word) => word.length > 2);
  const near = pages.filter(({ id }) => id.split(/[/-]/).some((word) => wanted.includes(word)));
  const hint = near.slice(0, 5).map(({ id }) => id);
  const said = hint.length === 0 ? '' : ` Near it: ${hint.join(', ')}.`;
  return new UserError(
    `No finding is called "${typedWord(typed, 60)}".${said} /explain alone shows what there is.`,
  );
}
