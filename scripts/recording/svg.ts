/** Text of a terminal as an SVG picture: what README.md shows. */

const width = 8.4
const height = 18
const margin = 16

/** Attributes of a run of characters. */
interface Style {
  bold: boolean
  dim: boolean
  colour: string | undefined
}

const plain: Style = { bold: false, dim: false, colour: undefined }

/** Colours that are legible on the dark background, by their SGR codes. */
const colours: Readonly<Record<number, string>> = {
  31: '#ff7b72',
  32: '#7ee787',
  33: '#e3b341',
  34: '#79c0ff',
  35: '#d2a8ff',
  36: '#76e3ea',
  90: '#8b949e',
}

/** The style after an SGR code, of those that the terminal report uses. */
function styled(style: Style, code: number): Style {
  if (code === 0) return plain
  if (code === 1) return { ...style, bold: true }
  if (code === 2) return { ...style, dim: true }
  if (code === 22) return { ...style, bold: false, dim: false }
  if (code === 39) return { ...style, colour: undefined }
  const colour = colours[code]
  return colour === undefined ? style : { ...style, colour }
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

function attributesOf({ bold, dim, colour }: Style): string {
  const fill = colour ?? (dim ? '#8b949e' : undefined)
  return `${bold ? ' font-weight="bold"' : ''}${fill === undefined ? '' : ` fill="${fill}"`}`
}

/** A line as SVG: one element for each run of one style. */
function lineOf(line: string, y: number): string {
  let style = plain
  const spans: string[] = []
  // oxlint-disable-next-line no-control-regex -- what is looked for are escape sequences
  for (const [index, part] of line.split(/\u001B\[([\d;]*)m/).entries()) {
    if (index % 2 === 1) {
      for (const code of part.split(';')) style = styled(style, Number(code))
    } else if (part !== '') {
      spans.push(`<tspan${attributesOf(style)}>${escaped(part)}</tspan>`)
    }
  }
  return spans.length === 0
    ? ''
    : `<text x="${margin}" y="${y}" xml:space="preserve">${spans.join('')}</text>`
}

/** The picture of these lines, which may contain SGR sequences; `columns` is the width of the terminal in characters. */
export function terminalSvg(lines: readonly string[], columns: number): string {
  const [wide, high] = [Math.ceil(columns * width) + 2 * margin, lines.length * height + 2 * margin]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${high}" viewBox="0 0 ${wide} ${high}" role="img">`,
    `<rect width="100%" height="100%" rx="8" fill="#0d1117"/>`,
    `<g fill="#e6edf3" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">`,
    ...lines
      .map((line, index) => lineOf(line, margin + (index + 0.75) * height))
      .filter((line) => line !== ''),
    '</g>',
    '</svg>',
    '',
  ].join('\n')
}
