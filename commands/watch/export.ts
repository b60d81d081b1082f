import type { Action } from '../../src/core/command.ts';
import { plainMessage } from '../../src/core/message/plain-message.ts';
import { listFormats } from '../../src/core/watch/lists/listed.ts';
import { gatherPage } from '../../src/core/watch/watch-page.ts';

export const exportList: Action = {
  name: 'export',
  summary: 'All that is watched as a file, which /watch import reads again',
  needs: 'member',
  options: [
    {
      name: 'format',
      kind: 'choice',
      choices: listFormats,
      positional: true,
      summary: 'yaml unless said otherwise; prometheus is a file for file_sd_configs',
      example: 'csv',
    },
  ],
  async *run({ format: typed = '' }, _caller, { lists, watchList }) {
    const format = listFormats.find((known) => known === typed) ?? 'yaml';
    const { total } = await gatherPage(watchList.batches(), { most: 0 });
    if (total === 0) {
      yield plainMessage('Nothing is watched yet, so there is nothing to export.');
      return;
    }
    const file = await lists.write(format);
    const count = total === 1 ? 'One endpoint' : `${total} endpoints`;
    const sentence = `${count} as ${file.name}. /watch import reads it again.`;
    yield { ...plainMessage(sentence), files: [file], record: { name: file.name, text: file.text } };
  },
};
