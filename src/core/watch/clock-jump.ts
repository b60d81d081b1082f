/** The mark that holds the last jump of the clock: `{"at": ISO 8601, "byMs": number}`. */
export const clockJumpMark = 'clock-jump';
