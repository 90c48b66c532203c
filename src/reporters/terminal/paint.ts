import type { Writable } from 'node:stream'
import { styleText } from 'node:util'
import type { Verdict } from '../../engine/verdict.ts'

/** Colours by meaning; the plain one returns its text as it is. */
export interface Paint {
  verdict(verdict: Verdict, text: string): string
  strong(text: string): string
  quiet(text: string): string
}

/** What lines are made for. */
export interface Sheet {
  paint: Paint
  /** Columns; texts are wrapped to it, links are not. */
  width: number
}

type Format = Parameters<typeof styleText>[0]

const formats: Readonly<Record<Verdict, Format>> = {
  fail: 'red',
  warn: 'yellow',
  error: 'magenta',
  blocked: 'gray',
  pass: 'green',
  unsupported: 'gray',
  skipped: 'gray',
}

/** Colours where the stream is a terminal that has them, and neither NO_COLOR nor the like forbids it. */
export function paintFor(stream: Writable, colour = coloured(stream)): Paint {
  const style = (format: Format, text: string) =>
    colour && text !== '' ? styleText(format, text, { validateStream: false }) : text
  return {
    verdict: (verdict, text) => style(formats[verdict], text),
    strong: (text) => style('bold', text),
    quiet: (text) => style('gray', text),
  }
}

/**
 * Node reads the terminal, FORCE_COLOR and TERM. NO_COLOR is read
 * here, since Node leaves it to a method that not every stream has.
 */
function coloured(stream: Writable): boolean {
  const { NO_COLOR = '', FORCE_COLOR } = process.env
  if (NO_COLOR !== '' && FORCE_COLOR === undefined) return false
  return styleText('red', 'x', { stream }) !== 'x'
}
