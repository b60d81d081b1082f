/** What `reading` gives, or null once it took `longestMs`: for places whose answer is a gain and never a need. */
export async function inTime<T>(reading: Promise<T | null>, longestMs: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), longestMs);
  });
  try {
    return await Promise.race([reading, late]);
  } finally {
    clearTimeout(timer);
  }
}
