import { type Place, placeText } from '../../core/people.ts';
import type { MarkStore } from '../../core/store/alarms.ts';
import { isRecordOf, keptMark } from '../../core/watch/kept-mark.ts';
import type { LeavesBefore } from './news.ts';

/** What each endpoint was serving when the last scheduled digest of a place was made. */
export async function readLeaves(marks: Pick<MarkStore, 'get'>, place: Place): Promise<LeavesBefore> {
  return keptMark<LeavesBefore>(await marks.get(keyOf(place)), isLeaves) ?? {};
}

export async function keepLeaves(marks: MarkStore, place: Place, leaves: LeavesBefore): Promise<void> {
  await marks.set(keyOf(place), JSON.stringify(leaves));
}

function keyOf(place: Place): string {
  return `digest-leaves:${placeText(place)}:${place.thread ?? ''}`;
}

function isLeaves(value: unknown): boolean {
  if (!isRecordOf({})(value) || Array.isArray(value)) return false;
  return Object.values(value as object).every((leaf) => typeof leaf === 'string');
}
