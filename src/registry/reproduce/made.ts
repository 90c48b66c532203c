import type { BodyRecord } from '../record/exchange.ts'
import { bytesOf } from './bytes.ts'

/** How a script makes the bytes of a content. */
export type Made =
  /** Text in which digests and random names are replaced. */
  | { by: 'text'; text: string }
  /** Text that was cut by the record, and how it is filled up: the last character again, and what closes it. */
  | { by: 'cut text'; text: string; filling: string; end: string }
  /** Any bytes, of a form that a registry may treat by itself: a gzip header, or zeros at the end. */
  | { by: 'filling'; form?: 'gzip' | 'zeros' }
  /** Few bytes that are no text. */
  | { by: 'bytes'; bytes: Uint8Array }
  /** Other contents one after the other. */
  | { by: 'parts'; parts: readonly string[] }
  /** A part of another content, from this byte on. */
  | { by: 'cut'; of: string; from: number }

/** Text up to this many characters is written out. */
const longestText = 4096

/** Bytes of a manifest that is no text are written out up to this many; all else may have any bytes. */
const mostBytes = 256

/** How bytes that the run sent are made; those of a manifest matter more than those of a blob. */
export function madeOf(body: BodyRecord, isManifest: boolean): Made {
  const { text, truncated, size } = body
  if (text !== undefined && !text.includes('\0')) {
    const isLong = text.length > longestText || truncated
    if (!isLong) return { by: 'text', text }
    if (/^\s*\{/.test(text) && (truncated || repeated.test(text))) return shortened(text, size)
    if (isManifest && !truncated) return { by: 'text', text }
  }
  const bytes = isManifest && size <= mostBytes ? bytesOf(body) : undefined
  return bytes ? { by: 'bytes', bytes } : { by: 'filling', ...formOf(body) }
}

/** Zeros at the end from this many on, after what makes the bytes those of one run. */
const [fewestZeros, unlike] = [16, 64]

/** What is known of the bytes, which may be their beginning alone. */
function formOf({ base64 = '' }: BodyRecord): { form?: 'gzip' | 'zeros' } {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return { form: 'gzip' }
  const isZero = bytes.length >= unlike + fewestZeros && bytes.subarray(unlike).every((byte) => byte === 0)
  return isZero ? { form: 'zeros' } : {}
}

const repeated = /(.)\1{199,}/su

/**
 * A long JSON document: its beginning, the character that it repeats, and what closes it. One that is indented ends in a line break, as
 * programs write it.
 */
function shortened(text: string, size: number): Made {
  const run = repeated.exec(text)
  const start = run ? text.slice(0, run.index + 1) : text.slice(0, longestText)
  const rest = run ? text.slice(run.index + run[0].length) : ''
  const isWhole = Buffer.byteLength(text) === size
  return {
    by: 'cut text',
    text: start,
    filling: run?.[1] ?? ' ',
    end: isWhole && run ? rest : `${closing(start)}${/^\s*\{\s*\n/.test(start) ? '\n' : ''}`,
  }
}

/** What closes the strings, lists and objects that the beginning of a JSON document opens. */
function closing(text: string): string {
  const open: string[] = []
  let inString = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!
    if (inString) {
      if (character === '\\') at += 1
      else if (character === '"') inString = false
    } else if (character === '"') inString = true
    else if (character === '{') open.push('}')
    else if (character === '[') open.push(']')
    else if (character === '}' || character === ']') open.pop()
  }
  return `${inString ? '"' : ''}${open.toReversed().join('')}`
}
