import type { Mute } from '../../core/watch/alarm/mute.ts';

export function muteText(muted: Mute | null | undefined): string | null {
  return muted === null || muted === undefined ? null : JSON.stringify(muted);
}

export function muteFrom(text: string | null): Mute | null {
  return text === null ? null : withDates(JSON.parse(text) as Mute);
}

/** As JSON left it, with dates in ISO 8601. */
export function withDates(stored: Mute): Mute {
  return { ...stored, until: new Date(stored.until), at: new Date(stored.at) };
}
