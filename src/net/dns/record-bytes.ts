/** The bytes of one record's data; names in it may point back into the message. */
export type RecordBytes = { readonly message: Buffer; readonly start: number; readonly end: number };
