import type { WrittenLine } from '../results/log/excerpt.ts'

/** As the engine's stream has it: one byte for the stream, three unused, four for the length. */
const headLength = 8

/**
 * The lines of an engine's response to a request for a container's log with times. A line that the
 * engine has split stays split. `skew` is added to the engine's clock to get ours.
 */
export function linesOf(body: Uint8Array, skew = 0): WrittenLine[] {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.length)
  const lines: WrittenLine[] = []
  for (let at = 0; at + headLength <= bytes.length;) {
    const end = at + headLength + bytes.readUInt32BE(at + 4)
    const stream = bytes[at] === 2 ? 'stderr' : 'stdout'
    const texts = bytes
      .toString('utf8', at + headLength, end)
      .replace(/\r?\n$/, '')
      .split(/\r?\n/)
    lines.push(...texts.flatMap((text) => lineOf(text, stream, skew)))
    at = end
  }
  return lines
}

/** `2026-11-25T17:39:14.413011721Z text`; undefined for lines of another form. */
function lineOf(whole: string, stream: WrittenLine['stream'], skew: number): WrittenLine[] {
  const space = whole.indexOf(' ')
  const [stamp, text] = space < 0 ? [whole, ''] : [whole.slice(0, space), whole.slice(space + 1)]
  const time = Date.parse(stamp)
  return Number.isNaN(time) ? [] : [{ time: time + fraction(stamp) + skew, stream, text: plain(text) }]
}

/** What of the seconds is finer than the milliseconds that Date reads, in milliseconds. */
const fraction = (stamp: string): number =>
  Number(`0.${/\.\d{3}(?<finer>\d+)/.exec(stamp)?.groups?.['finer'] ?? '0'}`)

/** Colours of a terminal are removed for reports. */
// oxlint-disable-next-line no-control-regex
const plain = (text: string): string => text.replace(/\u001b\[[\d;]*m/g, '')
