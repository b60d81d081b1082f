/** `skipped`: it could not be looked at, or nothing is there to be looked at; `what` says why. */
export type DoctorState = 'ok' | 'warning' | 'fault' | 'skipped';

export type DoctorLine = {
  readonly state: DoctorState;
  /** What was found, as a sentence. */
  readonly what: string;
  /** What to do about it; null: nothing. */
  readonly todo: string | null;
};

export type DoctorReport = {
  readonly at: string;
  readonly version: string;
  readonly lines: readonly (DoctorLine & { readonly check: string })[];
};

export function well(what: string): DoctorLine {
  return { state: 'ok', what, todo: null };
}

export function warning(what: string, todo: string): DoctorLine {
  return { state: 'warning', what, todo };
}

export function wrong(what: string, todo: string): DoctorLine {
  return { state: 'fault', what, todo };
}

export function skipped(what: string): DoctorLine {
  return { state: 'skipped', what, todo: null };
}
