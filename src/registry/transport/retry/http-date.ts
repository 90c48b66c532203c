const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const longDays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const time = String.raw`(?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2})`
const month = `(?<month>${months.join('|')})`

/** The three forms that a recipient has to accept: IMF-fixdate, and the obsolete ones of RFC 850 and asctime. */
const forms = [
  String.raw`(?<day>${days.join('|')}), (?<date>\d{2}) ${month} (?<year>\d{4}) ${time} GMT`,
  String.raw`(?<day>${longDays.join('|')}), (?<date>\d{2})-${month}-(?<year>\d{2}) ${time} GMT`,
  String.raw`(?<day>${days.join('|')}) ${month} (?<date>\d{2}| \d) ${time} (?<year>\d{4})`,
].map((form) => new RegExp(`^${form}$`))

/** A year of two digits is in the past if it would be more than fifty years away. */
function fullYear(text: string, now: number): number {
  if (text.length === 4) return Number(text)
  const current = new Date(now).getUTCFullYear()
  const year = current - (current % 100) + Number(text)
  return year > current + 50 ? year - 100 : year
}

/**
 * Parses an HTTP-date (RFC 9110, section 5.6.7): milliseconds since 1970. Undefined for any other text, for a day that
 * the month does not have, and for a date that is on another day of the week.
 */
export function parseHttpDate(text: string, now: number = Date.now()): number | undefined {
  const found = forms.map((form) => form.exec(text)?.groups).find((groups) => groups !== undefined)
  if (!found) return undefined
  const number = (name: string): number => Number(found[name])
  const [hour, minute, second, date] = [number('hour'), number('minute'), number('second'), number('date')]
  // 60 is a leap second.
  if (hour > 23 || minute > 59 || second > 60) return undefined
  const year = fullYear(found['year'] ?? '', now)
  const at = new Date(0)
  at.setUTCFullYear(year, months.indexOf(found['month'] ?? ''), date)
  const isThatDay = at.getUTCDate() === date && days[at.getUTCDay()] === found['day']?.slice(0, 3)
  return isThatDay ? at.setUTCHours(hour, minute, second) : undefined
}
