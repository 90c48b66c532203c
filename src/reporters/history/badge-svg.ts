import { printable } from '../../results/text/printable.ts'
import type { Badge } from '../badge/badge.ts'
import { escape } from '../page/markup.ts'

/** White text on each of them has a contrast of at least 4.5. */
const colours: Readonly<Record<Badge['color'], string>> = {
  brightgreen: '#25762f',
  green: '#25762f',
  red: '#b92a0b',
  lightgrey: '#5b616b',
}

/** Width of a text in pixels at 11 pixels: a little more than that of common fonts, into which `textLength` fits it. */
const widthOf = (text: string): number => Math.round(Array.from(text).length * 6.4)

const padding = 6

const textAt = (words: string, x: number): string =>
  `<text x="${x + padding}" y="14" textLength="${widthOf(words)}" lengthAdjust="spacingAndGlyphs">${escape(words)}</text>`

/** A badge as SVG, which needs no service: label and message side by side. */
export function badgeSvg({ label, message, color }: Badge): string {
  const [left, right] = [printable(label), printable(message)]
  const [leftWidth, rightWidth] = [left, right].map((text) => widthOf(text) + 2 * padding) as [number, number]
  const width = leftWidth + rightWidth
  const name = escape(`${left}: ${right}`)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" role="img" aria-label="${name}">`,
    `<title>${name}</title>`,
    `<clipPath id="r"><rect width="${width}" height="20" rx="3"/></clipPath>`,
    `<g clip-path="url(#r)"><rect width="${leftWidth}" height="20" fill="#33373d"/><rect x="${leftWidth}" width="${rightWidth}" height="20" fill="${colours[color]}"/></g>`,
    `<g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11">${textAt(left, 0)}${textAt(right, leftWidth)}</g>`,
    '</svg>',
    '',
  ].join('\n')
}
