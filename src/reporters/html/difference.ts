import type { DifferingBodies } from '../text/differing-bodies.ts'
import { difference, wordDifference, type Piece } from '../text/difference.ts'
import type { BodyRecord } from '../../registry/record/exchange.ts'
import { hex, layOut } from '../text/body-layout.ts'
import { html, type Content, type Markup } from '../page/markup.ts'

/** Lines around a change that are shown, and lines in all. */
const context = 3
const mostLines = 80
const longestText = 20_000
const mostBytes = 1024

/** A text with what it does not share with the other one marked. */
export function marked(
  expected: string,
  received: string,
): { expected: Content; received: Content } | undefined {
  const pieces = wordDifference(expected, received)
  if (!pieces) return undefined
  const side = (kind: Piece['kind']): Content =>
    joined(pieces.filter((piece) => piece.kind === 'both' || piece.kind === kind)).map((piece) =>
      piece.kind === 'both' ? piece.text : html`<mark>${piece.text}</mark>`,
    )
  return { expected: side('expected'), received: side('received') }
}

/** Neighbours of one kind as one piece. */
function joined(pieces: readonly Piece[]): Piece[] {
  const all: Piece[] = []
  for (const piece of pieces) {
    const last = all.at(-1)
    if (last?.kind === piece.kind) all[all.length - 1] = { ...last, text: last.text + piece.text }
    else all.push(piece)
  }
  return all
}

interface Line {
  kind: Piece['kind']
  text: Content
}

const signs = { both: ' ', expected: '−', received: '+' } as const
const spokenSigns = { both: '', expected: 'expected: ', received: 'received: ' } as const

/** Two bodies line by line: JSON laid out, unless only its layout differs; bytes as hexadecimal. */
export function bodyDifference({ expected, received }: DifferingBodies): Markup | undefined {
  const pair = linesOf(expected, received)
  if (!pair) return undefined
  const lines = folded(difference(...pair)).map(markedLine)
  const more = lines.length - mostLines
  return html`<div class="difference" role="group" aria-label="Expected and received">
    <pre tabindex="0">
${lines
  .slice(0, mostLines)
  .map(
    ({ kind, text }) =>
      html`<span class="${kind}"
        ><span aria-hidden="true">${signs[kind]} </span
        ><span class="spoken">${spokenSigns[kind]}</span>${text}</span
      >`,
  )}</pre>
    ${more > 0 && html`<p class="quiet">and ${more} more lines</p>`}
  </div>`
}

function linesOf(expected: BodyRecord, received: BodyRecord): [string[], string[]] | undefined {
  const texts = [expected.text, received.text] as const
  if (texts[0] === undefined || texts[1] === undefined) {
    const bytes = [expected, received].map(bytesOf)
    const [one, other] = bytes.map((each) => hex(each.subarray(0, mostBytes)).split('\n'))
    return one && other && one.join() !== other.join() ? [one, other] : undefined
  }
  if (texts.some((text) => (text?.length ?? 0) > longestText)) return undefined
  const laidOut = texts.map((text) => layOut(text ?? ''))
  const [one, other] = laidOut
  // Formatted they are the same: no line would show a difference.
  if (one !== undefined && one === other) return undefined
  const usable = one !== undefined && other !== undefined
  return usable ? [one.split('\n'), other.split('\n')] : [texts[0].split('\n'), texts[1].split('\n')]
}

const bytesOf = ({ text, base64 = '' }: BodyRecord): Uint8Array =>
  text === undefined ? Buffer.from(base64, 'base64') : Buffer.from(text)

/** Where one line became one other, what differs within them is marked. */
function markedLine({ kind, text }: Piece, at: number, lines: readonly Piece[]): Line {
  const other = lines[kind === 'expected' ? at + 1 : at - 1]
  const alone =
    kind !== 'both' &&
    other !== undefined &&
    other.kind !== 'both' &&
    other.kind !== kind &&
    lines[kind === 'expected' ? at - 1 : at + 1]?.kind !== kind &&
    lines[kind === 'expected' ? at + 2 : at - 2]?.kind !== other.kind
  const pair = alone ? (kind === 'expected' ? marked(text, other.text) : marked(other.text, text)) : undefined
  return { kind, text: pair && kind !== 'both' ? pair[kind] : text }
}

/** Lines far from any change are counted in place of being shown. */
function folded(pieces: readonly Piece[]): Piece[] {
  const near = pieces.map((_, at) =>
    pieces.slice(Math.max(0, at - context), at + context + 1).some(({ kind }) => kind !== 'both'),
  )
  const lines: Piece[] = []
  let skipped = 0
  const close = () => {
    if (skipped > 0) lines.push({ kind: 'both', text: `… ${skipped} lines are the same` })
    skipped = 0
  }
  for (const [at, piece] of pieces.entries()) {
    if (near[at] !== true) {
      skipped += 1
      continue
    }
    close()
    lines.push(piece)
  }
  close()
  return lines
}
