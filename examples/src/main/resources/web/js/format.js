const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const WEEKDAY = new Intl.DateTimeFormat(undefined, { weekday: 'long' });
const SHORT_WEEKDAY = new Intl.DateTimeFormat(undefined, { weekday: 'short' });
const DATE = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long' });
const DATE_WITH_YEAR = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });
const SHORT_DATE = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const DAY_MS = 86_400_000;
const days = new Map();

/** `14:05` */
export const timeOf = (time) => TIME.format(time);

/** Date and time in full. */
export const fullTime = (time) => FULL.format(time);

/** A number that is the same for all moments of one day in this time zone. */
export function dayOf(time) {
  // Asked for every message of a long list; in every time zone a day begins at a quarter of an hour.
  const quarter = Math.floor(time / 900_000);
  let day = days.get(quarter);
  if (day === undefined) {
    const date = new Date(time);
    day = Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY_MS;
    days.set(quarter, day);
  }
  return day;
}

/** `Today`, `Yesterday`, `Monday`, `3 May`, `3 May 2024` */
export function dayLabel(time, now = Date.now()) {
  const ago = dayOf(now) - dayOf(time);
  if (ago <= 0) {
    return 'Today';
  }
  if (ago === 1) {
    return 'Yesterday';
  }
  if (ago < 7) {
    return WEEKDAY.format(time);
  }
  return (sameYear(time, now) ? DATE : DATE_WITH_YEAR).format(time);
}

/** What fits into a list: `14:05`, `Mon`, `3 May`. */
export function shortTime(time, now = Date.now()) {
  const ago = dayOf(now) - dayOf(time);
  if (ago <= 0) {
    return TIME.format(time);
  }
  return (ago < 7 ? SHORT_WEEKDAY : SHORT_DATE).format(time);
}

/** `last seen 5 minutes ago` */
export function lastSeen(time, now = Date.now()) {
  if (!time) {
    return 'offline';
  }
  const minutes = Math.floor((now - time) / 60_000);
  if (minutes < 1) {
    return 'last seen just now';
  }
  if (minutes < 60) {
    return `last seen ${minutes} minute${minutes === 1 ? '' : 's'} ago`;
  }
  const day = dayLabel(time, now);
  return `last seen ${day === 'Today' || day === 'Yesterday' ? day.toLowerCase() : day} at ${timeOf(time)}`;
}

/** `Ada`, `Ada and Bob`, `Ada, Bob and 3 others` */
export function nameList(names) {
  if (names.length <= 1) {
    return names.join('');
  }
  if (names.length <= 3) {
    return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  }
  return `${names.slice(0, 2).join(', ')} and ${names.length - 2} others`;
}

/** `1 message`, `2 messages` */
export function count(number, noun) {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function sameYear(time, now) {
  return new Date(time).getFullYear() === new Date(now).getFullYear();
}
