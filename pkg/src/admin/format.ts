// Moments and durations, as people read them in a language.

/** Moments, durations and numbers as a language writes them. */
export interface Format {
  /** A moment with its zone, to the minute. */
  instant(text: string): string;
  /** A day. */
  day(text: string): string;
  /** How far a moment is from now: `3 days ago`. */
  distance(text: string, now: number): string;
  /** A duration in its greatest whole unit: `30 days`. */
  duration(seconds: number): string;
  number(value: number): string;
  /** The zone in which moments are written. */
  readonly zone: string;
}

const UNITS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** The platform takes long to make these, and every row wants them. */
const made = new Map<string, Format>();

/** How a language writes. */
export function formatFor(language: string): Format {
  const format = made.get(language) ?? make(language);
  made.set(language, format);
  return format;
}

function make(language: string): Format {
  const instant = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const zone = new Intl.DateTimeFormat(language, { timeZoneName: 'short' });
  const long = new Intl.DateTimeFormat(language, { timeZoneName: 'long' });
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const number = new Intl.NumberFormat(language);
  return {
    instant: (text) => {
      const at = new Date(text);
      return `${instant.format(at)} ${zone.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? ''}`.trim();
    },
    day: (text) => day.format(new Date(text)),
    distance: (text, now) => {
      const seconds = Math.round((Date.parse(text) - now) / 1000);
      // "Next month" would be said of tomorrow as of in eight weeks: days are counted for two months.
      const [unit, size] = UNITS.find(([unit, size]) => Math.abs(seconds) >= (unit === 'month' ? 2 * size : size)) ?? ['second', 1];
      return relative.format(Math.round(seconds / size), unit);
    },
    duration: (seconds) => {
      const [unit, size] = UNITS.slice(2).find(([, size]) => seconds >= size && seconds % size === 0) ?? ['second', 1];
      return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(seconds / size);
    },
    zone: [long.formatToParts().find(({ type }) => type === 'timeZoneName')?.value, long.resolvedOptions().timeZone].filter(Boolean).join(', '),
    number: (value) => number.format(value),
  };
}
