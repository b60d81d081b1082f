import { recordJson } from '../../../core/diagnosis-json.ts';
import { offeredFiles } from '../../../core/files/offered-file.ts';
import type { Message } from '../../../core/message.ts';
import { type Json, jsonOf } from '../../../core/text/json.ts';
import { withDetailsInside } from '../../../views/details.ts';
import { jsonText } from './json-text.ts';
import type { Seen } from './seen.ts';

/** Answers without a record, mistakes among them, are their sentence. Files stand beside what there is. */
export function answerJson(answer: Message): Json {
  const files = offeredFiles(withDetailsInside(answer));
  const json = bareJson(answer);
  if (files.length === 0 || typeof json !== 'object' || json === null || Array.isArray(json)) return json;
  return { ...json, files: jsonOf(files) };
}

/** One line each: of a list of things its things, of anything else the whole. */
export function answerLines(answer: Message): string {
  const json = answerJson(answer);
  const lines: readonly Json[] = Array.isArray(json) ? json : [json];
  return lines.map((line) => `${jsonText(line)}\n`).join('');
}

/** Of one among many; what was refused says what it was, and where it stands. */
export function seenJson({ diagnosis, message, name, at, cause }: Seen): Json {
  if (diagnosis !== null) return answerJson(message);
  return {
    error: cause ?? message.summary,
    typed: name,
    ...(at === null ? {} : { list: at.list, line: at.line }),
  };
}

function bareJson({ record, tone, summary }: Message): Json {
  if (record !== undefined) return recordJson(record);
  return tone === 'unknown' ? { error: summary } : { summary };
}
