export function startTimelines() {}
