/**
 * Whether so many endpoints became worse at once that it is more likely us than all of them. While it is open no trouble
 * is confirmed and nobody is called; the ends of certificates are told as ever. `overruled`: a person said that it is real.
 */
export type BreakerState =
  | { readonly kind: 'closed' }
  | { readonly kind: 'open'; readonly since: Date; readonly worse: number; readonly total: number }
  | {
      readonly kind: 'overruled';
      readonly since: Date;
      readonly worse: number;
      readonly total: number;
      /** What people call who said so. */
      readonly by: string;
    };
