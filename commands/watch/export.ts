import type { Action } from '../../src/core/command.ts';
import { listFormats } from '../../src/core/watch/lists/listed.ts';
import { plainMessage } from '../../src/views/watch.ts';

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
    const rows = await watchList.list();
    if (rows.length === 0) {
      yield plainMessage('Nothing is watched yet, so there is nothing to export.');
      return;
    }
    const file = await lists.write(format);
    const count = rows.length === 1 ? 'One endpoint' : `${rows.length} endpoints`;
    const sentence = `${count} as ${file.name}. /watch import reads it again.`;
    yield { ...plainMessage(sentence), files: [file], record: { name: file.name, text: file.text } };
  },
};
