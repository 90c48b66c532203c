/** The parts of the table in docs/hostile-input.md, in its order. */
const parts = [
  'Secrets',
  'Registries',
  'Images and archives',
  'Stored results',
  'Untrusted checkouts',
  'Clean-up',
  'Outages',
  'Limits and signals',
  'The machine',
] as const

/** One attack or disturbance, as the table lists it. */
export interface Attack {
  part: (typeof parts)[number]
  /** What is sent, planted or taken away: `a Link field of 200 parameters without an end`. */
  what: string
  /** What happens then: `the run ends in its usual time, the requirement fails`. */
  result: string
}

const begin = '<!-- attacks: made by npm run attacks -->'
const end = '<!-- /attacks -->'

/** One table for each part that has rows; rows of one part stay in the order in which they come. */
export const attackTable = (rows: readonly Attack[]): string =>
  parts
    .map((part) => ({ part, its: rows.filter((row) => row.part === part) }))
    .filter(({ its }) => its.length > 0)
    .map(({ part, its }) => [`### ${part}`, '', ...table(its)].join('\n'))
    .join('\n\n')

const table = (rows: readonly Attack[]): string[] => [
  '| attack or disturbance | result |',
  '| --- | --- |',
  ...rows.map(line),
]

const line = ({ what, result }: Attack): string => `| ${cell(what)} | ${cell(result)} |`

/** Whether a document lists an attack. */
export const hasRow = (document: string, row: Attack): boolean => document.split('\n').includes(line(row))

/** What Markdown would take for markup is shown as it is written, outside of `code`, and no row becomes two. */
const cell = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .split(/(?<code>`[^`]*`)/)
    .map((piece) =>
      piece.startsWith('`')
        ? piece.replaceAll('|', String.raw`\|`)
        : piece.replaceAll(/(?<mark>[\\|<>*_[\]])/g, String.raw`\$<mark>`),
    )
    .join('')

/** The rows in the order of the document, so that a test file can move; those that are new follow in theirs. */
function inOrderOf(document: string, rows: readonly Attack[]): Attack[] {
  const places = new Map(document.split('\n').map((text, place) => [text, place]))
  const placeOf = (row: Attack) => places.get(line(row)) ?? Infinity
  return rows.toSorted((one, other) => {
    const [place, otherPlace] = [placeOf(one), placeOf(other)]
    return place === otherPlace ? 0 : place - otherPlace
  })
}

/** The document with this table between its markers, and the rest as it was. */
export function withAttackTable(document: string, rows: readonly Attack[]): string {
  const from = document.indexOf(begin)
  const to = document.indexOf(end)
  if (from === -1 || to < from) throw new Error(`no place for the table: write ${begin} and ${end}`)
  const table = attackTable(inOrderOf(document, rows))
  return `${document.slice(0, from + begin.length)}\n\n${table}\n\n${document.slice(to)}`
}

/** The lines that only one of two documents has, as a diff shows them. */
export function differingLines(committed: string, made: string): string[] {
  const [before, after] = [committed.split('\n'), made.split('\n')]
  return [
    ...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
  ]
}
