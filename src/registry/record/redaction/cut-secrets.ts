import { mask } from './mask.ts'

/** The shortest beginning of a secret that is masked where a text was cut: fewer characters show nothing. */
const shortest = 4

/** At most this many characters of a secret are compared. */
const longest = 512

/** A secret in the encodings that a text may be cut within. */
export function beginningsOf(secret: string): string[] {
  const part = secret.slice(0, longest)
  const bytes = Buffer.from(part, 'utf8')
  const [base64, hex] = [bytes.toString('base64'), bytes.toString('hex')]
  return [...new Set([part, JSON.stringify(part).slice(1, -1), encodeURIComponent(part), base64, hex])]
}

/** Masks what is left of a secret in front of each `…`, where a text was cut within it. */
export function maskCut(text: string, beginnings: readonly string[]): string {
  if (!text.includes('…')) return text
  return text
    .split('…')
    .map((part, index, parts) => (index < parts.length - 1 ? maskEnd(part, beginnings) : part))
    .join('…')
}

function maskEnd(part: string, beginnings: readonly string[]): string {
  // A quotation mark may end what was cut.
  const end = part.replace(/["'`]{1,2}$/, '')
  for (const whole of beginnings) {
    const start = whole.slice(0, shortest)
    const from = Math.max(0, end.length - whole.length)
    for (let at = end.indexOf(start, from); at !== -1; at = end.indexOf(start, at + 1)) {
      if (whole.startsWith(end.slice(at))) return end.slice(0, at) + mask + part.slice(end.length)
    }
  }
  return part
}
