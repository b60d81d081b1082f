/** Who is asking, in every HTTP request; the version is that of package.json. */
export const userAgent = 'notafter/0.1.0 (+diagnosis)';
