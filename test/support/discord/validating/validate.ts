import type { z } from 'zod';
import { commandShape, suggestions } from './validate-commands.ts';
import { classicRows, componentsV2 } from './validate-components.ts';
import { embeds } from './validate-embeds.ts';
import { modalForm } from './validate-modal.ts';

/** What Discord finds wrong with one field: `path` is "components.0.label". */
export type Problem = { readonly path: string; readonly code: string; readonly message: string };

type Fields = Readonly<Record<string, unknown>>;

/** Of a message with the flag: shapes and nesting, 40 components, 4,000 characters, files that are really sent. */
export function problemsOfComponents(components: unknown, fileNames: readonly string[]): readonly Problem[] {
  const found = problemsOf(componentsV2, components, 'components');
  if (found.length > 0) return found;
  const all = [...walk(components as readonly Fields[], 'components')];
  const problems: Problem[] = [...repeated(all), ...missingFiles(all, fileNames)];
  if (all.length > 40) {
    const message = `The total number of components cannot exceed 40 (${all.length})`;
    problems.push({ path: 'components', code: 'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED', message });
  }
  const text = all.reduce(
    (sum, [, { type, content }]) => sum + (type === 10 ? String(content).length : 0),
    0,
  );
  if (text > 4000) {
    const message = `The total displayable text size cannot exceed 4000 (${text})`;
    problems.push({ path: 'components', code: 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED', message });
  }
  return problems;
}

/** Of a message without the flag: five rows under text and embeds. */
export function problemsOfRows(components: unknown): readonly Problem[] {
  const found = problemsOf(classicRows, components, 'components');
  return found.length > 0 ? found : repeated([...walk(components as readonly Fields[], 'components')]);
}

export function problemsOfEmbeds(given: unknown): readonly Problem[] {
  return problemsOf(embeds, given, 'embeds');
}

/** Of the data of a modal callback. */
export function problemsOfModal(data: unknown): readonly Problem[] {
  const found = problemsOf(modalForm, data, 'data');
  if (found.length > 0) return found;
  const { components } = data as { readonly components: readonly Fields[] };
  return repeated([...walk(components, 'data.components')]);
}

/** Of the data of an autocomplete callback. */
export function problemsOfSuggestions(data: unknown): readonly Problem[] {
  return problemsOf(suggestions, data, 'data');
}

/** Of one command as it is registered: names, nesting, 8,000 characters. */
export function problemsOfCommand(command: unknown, isGlobal: boolean, path: string): readonly Problem[] {
  const found = problemsOf(commandShape(command, isGlobal), command, path);
  if (found.length > 0) return found;
  const size = sizeOf(command as Fields);
  if (size <= 8000) return [];
  const message = `Command exceeds maximum size (8000), ${size}`;
  return [{ path, code: 'APPLICATION_COMMAND_TOO_LARGE', message }];
}

function sizeOf(value: Fields): number {
  const own = `${String(value.name ?? '')}${String(value.description ?? '')}${String(value.value ?? '')}`
    .length;
  const inside = [...((value.options ?? []) as Fields[]), ...((value.choices ?? []) as Fields[])];
  return inside.reduce((sum, part) => sum + sizeOf(part), own);
}

function problemsOf(schema: z.ZodType, value: unknown, root: string): readonly Problem[] {
  const read = schema.safeParse(value);
  return read.success ? [] : read.error.issues.flatMap((issue) => problemsIn(issue, root));
}

function problemsIn(issue: z.core.$ZodIssue, root: string): readonly Problem[] {
  const path = [root, ...issue.path.map(String)].join('.');
  switch (issue.code) {
    case 'unrecognized_keys':
      // Discord ignores a field it does not know; here it is a mistake, for `allowedMentions` would be one.
      return issue.keys.map((key) => ({
        path: `${path}.${key}`,
        code: 'STRICT',
        message: 'This field does not exist.',
      }));
    case 'too_big':
      return [
        { path, code: 'BASE_TYPE_MAX_LENGTH', message: `Must be ${issue.maximum} or fewer in length.` },
      ];
    case 'too_small':
      return [{ path, code: 'BASE_TYPE_MIN_LENGTH', message: `Must be ${issue.minimum} or more in length.` }];
    case 'invalid_union':
      return [
        {
          path,
          code: 'UNION_TYPE_CHOICES',
          message: `Value of field "type" is not one that may stand here.`,
        },
      ];
    default:
      return [
        issue.message.includes('received undefined')
          ? { path, code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }
          : { path, code: 'BASE_TYPE_INVALID', message: issue.message },
      ];
  }
}

/** Every component with its place, nested ones included: containers, rows, sections, labels. */
function* walk(components: readonly Fields[], path: string): Generator<readonly [string, Fields]> {
  for (const [at, component] of components.entries()) {
    const here = `${path}.${at}`;
    yield [here, component];
    if (Array.isArray(component.components))
      yield* walk(component.components as Fields[], `${here}.components`);
    for (const name of ['accessory', 'component']) {
      if (component[name] !== undefined) yield [`${here}.${name}`, component[name] as Fields];
    }
  }
}

function repeated(all: readonly (readonly [string, Fields])[]): readonly Problem[] {
  const problems: Problem[] = [];
  for (const [name, code] of [
    ['custom_id', 'COMPONENT_CUSTOM_ID_DUPLICATED'],
    ['id', 'COMPONENT_ID_DUPLICATED'],
  ] as const) {
    const seen = new Set<unknown>();
    for (const [path, component] of all) {
      const id = component[name];
      // An id of 0 is as good as none.
      if (id === undefined || id === 0) continue;
      if (seen.has(id))
        problems.push({ path: `${path}.${name}`, code, message: `Component ${name} cannot be duplicated` });
      seen.add(id);
    }
  }
  return problems;
}

function missingFiles(
  all: readonly (readonly [string, Fields])[],
  names: readonly string[],
): readonly Problem[] {
  return all.flatMap(([path, component]) =>
    mediaIn(component).flatMap(([field, url]) => {
      const name = /^attachment:\/\/(.*)$/.exec(url)?.[1];
      if (name === undefined || names.includes(name)) return [];
      const code = 'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND';
      return [{ path: `${path}.${field}`, code, message: `${url} is no attachment of this message` }];
    }),
  );
}

function mediaIn({ type, file, media, items }: Fields): readonly (readonly [string, string])[] {
  const url = (item: unknown) => String((item as { readonly url: unknown }).url);
  if (type === 13) return [['file.url', url(file)]];
  if (type === 11) return [['media.url', url(media)]];
  if (type !== 12) return [];
  return (items as readonly Fields[]).map((item, at) => [`items.${at}.media.url`, url(item.media)]);
}
