import { UserError } from '../../../core/errors.ts';

export const formatNames = ['table', 'json', 'ndjson', 'junit', 'markdown', 'prometheus'] as const;
export type FormatName = (typeof formatNames)[number];

/** Those that tell of layers, findings and moments, and so are made of diagnoses only. */
export const reports: readonly FormatName[] = ['junit', 'prometheus'];
/** Those that can go on while one looks again and again. */
export const streamed: readonly FormatName[] = ['table', 'ndjson'];

/** Throws UserError, which names what works, where an answer of the command cannot be had so. */
export function refuseFormat(
  format: FormatName,
  about: { readonly name: string; readonly hasDiagnosis: boolean },
) {
  if (about.hasDiagnosis || !reports.includes(format)) return;
  const others = formatNames.filter((name) => !reports.includes(name));
  throw new UserError(
    `${format} reports are made of what is looked at: notafter check, cert and dns have them. notafter ${about.name} can be had as ${listed(others)}.`,
  );
}

export function refuseStream(format: FormatName): void {
  if (streamed.includes(format)) return;
  throw new UserError(
    `${format} has an end, and --watch has none. Try --format ${streamed.join(' or --format ')}, or leave --watch out.`,
  );
}

function listed(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
