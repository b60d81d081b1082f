import type { Mention } from '../../core/people.ts';

/** Groups and channels have no inbox of their own. */
export function canBeWrittenTo(who: Mention): boolean {
  return who.kind === 'user';
}

export function directKey(key: string, who: Mention): string {
  return `${key}:direct:${who.platform}:${who.id}`;
}
