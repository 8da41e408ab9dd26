// Moments by the clock on the wall, as controls for date and time have them.

/** To the minute, from RFC 3339 or milliseconds; empty where there is none, or one that no date reaches. */
export function toLocal(moment: string | number): string {
  const at = new Date(moment);
  return Number.isNaN(at.getTime()) ? '' : new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** RFC 3339 to the second, as the service writes it; empty where nothing, or half of it, was entered. */
export function fromLocal(entered: string): string {
  const at = new Date(entered);
  return Number.isNaN(at.getTime()) ? '' : inSeconds(at);
}

/** A moment as the service writes it. */
export function inSeconds(at: Date): string {
  return at.toISOString().replace(/\.\d+/, '');
}
