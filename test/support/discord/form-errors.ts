import { ApiError } from './shapes.ts';
import type { Problem } from './validating/validate.ts';

/** Every problem at its place in one tree, as Discord answers with 50035. */
export function invalidFields(problems: readonly Problem[]): ApiError {
  const errors: Record<string, unknown> = {};
  for (const { path, code, message } of problems) {
    let at = errors;
    for (const part of path.split('.')) {
      at[part] ??= {};
      at = at[part] as Record<string, unknown>;
    }
    at._errors = [...((at._errors ?? []) as unknown[]), { code, message }];
  }
  return new ApiError(400, 50035, 'Invalid Form Body', errors);
}

/** "Invalid Form Body", as Discord nests it: one message per field. */
export function invalidForm(field: string, code: string, message: string): ApiError {
  let errors: unknown = { _errors: [{ code, message }] };
  for (const part of field.split('.').reverse()) errors = { [part]: errors };
  return new ApiError(400, 50035, 'Invalid Form Body', errors);
}

export function lengthBetween(field: string, value: unknown, low: number, high: number): void {
  const length = typeof value === 'string' || Array.isArray(value) ? value.length : -1;
  if (length >= low && length <= high) return;
  throw invalidForm(
    field,
    'BASE_TYPE_BAD_LENGTH',
    `Must be between ${low} and ${high} in length. (${length})`,
  );
}

export function oneOf(field: string, value: unknown, allowed: readonly unknown[]): void {
  if (allowed.includes(value)) return;
  throw invalidForm(
    field,
    'BASE_TYPE_CHOICES',
    `Value (${String(value)}) must be one of {${allowed.join(', ')}}.`,
  );
}

export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(field: string, value: unknown): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw invalidForm(field, 'MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType');
}

export function listOf(field: string, value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw invalidForm(field, 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
}

/** Discord ignores a field it does not know; here it is a mistake, for `allowedMentions` would be one. */
export function onlyFields(field: string, value: Fields, known: readonly string[]): void {
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  throw invalidForm(`${field}${field === '' ? '' : '.'}${unknown}`, 'STRICT', 'This field does not exist.');
}
