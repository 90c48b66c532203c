import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseAst } from 'rolldown/parseAst'
import { describe, expect, it } from 'vitest'

/**
 * What people read has the words of the field. These were used in their place and read as a translation; each has what
 * to write instead.
 */
const avoided: readonly (readonly [RegExp, string])[] = [
  [/\b(?:tells?|told|telling)\b/i, 'shows, reports, prints'],
  [/\b(?:says?|said)\b/i, 'states, contains, returns'],
  [/\basked\b|\basks for\b/i, 'requested, requires'],
  [/(?<![-\w/.])assay(?:s|ed|ing)\b|\bto assay\b/i, 'test, validate'],
  [/\bstands?\b(?! for)|\bstanding\b/i, 'is, contains'],
  [/\bhand(?:s|ed)? over\b/i, 'pass'],
  [/\bwhoever\b|\bnobody\b|\bsomebody\b/i, 'name who'],
  [/(?<!\bthere )\b(?:is|are|was|were) no (?!longer\b)[a-z]/i, 'is not a'],
  [/\bso (?:many|long)\b(?! as)|\bso often\b/i, 'this many, this long'],
  [/\bin good order\b/i, 'gracefully'],
  [/\b(?:with)?in reach\b|\bout of reach\b/i, 'reachable'],
  [/\bkey words?\b/i, 'keyword'],
  [/\bclosing PUT\b|\blast chunk\b/i, 'final PUT, final chunk'],
  [/\bin place of\b/i, 'instead of'],
  [/\b(?:is|are|was|were|gets) answered\b/i, 'returned'],
  [/\banswers (?:with )?(?:\d{3}|a 4xx)\b/i, 'returns 404 for'],
  [/\bfails with \d{3} on\b/i, 'returns 500 for'],
  [/\bheed(?:s|ed)?\b/i, 'honor'],
  [/\bfor want of\b|\bin vain\b|\bin the field\b/i, 'plain words'],
  [/\b(?:broken|breaks) (?:a )?requirements?\b|\brequirements? (?:is|are) broken\b/i, 'fails, violates'],
  [/\bholds? the same\b/i, 'contain the same'],
  [/\b(?:is|are) taken for\b/i, 'treated as'],
  [/\bgive one of\b/i, 'specify one of'],
  [/\bin the place of\b/i, 'instead of'],
  [/\bthat found nothing\b/i, 'without findings'],
  [/\bthat nothing refers to\b/i, 'unreferenced'],
  [/\bbesides what\b/i, 'other than'],
  [/\bjudges? (?:differently|otherwise)\b/i, 'their verdicts differ'],
  [/\bcame to it\b/i, 'reached it'],
  [/\b(?:its|the) time(?: for [a-z ]+)? was over\b/i, 'timed out'],
  [/\bone a line\b/i, 'one per line'],
  [/\bfound out whether\b/i, 'detected'],
  [/\bmay be going on\b/i, 'may still be running'],
  [/\bsomething else than\b|\belsewhere than\b/i, 'something other than'],
  [/\bout of the (?:folder|directory)\b/i, 'outside the directory'],
  [/\b(?:as a|for a) slip\b/i, 'mistake'],
  [/\b(?:has|have) no force\b/i, 'has no effect'],
  [/\bat registries\b/i, 'with registries'],
  [/\baddress of (?:an upload|the next page)\b/i, 'URL'],
  [/\b(?:find|finds) out whether\b/i, 'determines whether'],
  [
    /\b(?:behaviours?|cancell(?:ed|ing)|labell(?:ed|ing)|colou(?:rs?|red)|honou(?:rs?|red)|(?:recogn|normal|serial|summar)is(?:e[ds]?|ing))\b/i,
    'American spelling',
  ],
  [/\bnot taken up\b|\bpassed over\b|\bof one's own\b/i, 'plain words'],
]

/** Where such a word is right: quoted from elsewhere, or a name. */
const exceptions: readonly { in: string; text: string; because: string }[] = []

const root = join(import.meta.dirname, '../..')

const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))

interface Sentence {
  /** File and line. */
  at: string
  text: string
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** The text of a literal; what a template inserts is `…`. Undefined for other nodes. */
function textOf(node: Record<string, unknown>): string | undefined {
  if (node['type'] === 'Literal') return typeof node['value'] === 'string' ? node['value'] : undefined
  if (node['type'] !== 'TemplateLiteral') return undefined
  const quasis = node['quasis'] as readonly { value: { cooked: string | null } }[]
  return quasis.map(({ value }) => value.cooked ?? '').join('…')
}

/** All string literals with more than one word. */
function literalsIn(file: string): Sentence[] {
  const source = readFileSync(join(root, file), 'utf8')
  const found: Sentence[] = []
  const walk = (value: unknown): void => {
    if (!isObject(value)) return
    const text = textOf(value)
    if (text !== undefined && /[a-z]+ [a-z…]/i.test(text)) {
      const line = source.slice(0, value['start'] as number).split('\n').length
      found.push({ at: `${file}:${line}`, text })
    }
    for (const item of Object.values(value)) walk(item)
  }
  walk(parseAst(source, { lang: 'ts' }, file).body)
  return found
}

/** Lines of a document; code, and the names of files and commands, are left out. */
function linesIn(file: string): Sentence[] {
  const text = readFileSync(join(root, file), 'utf8').replaceAll(/^(`{3,})[^]*?^\1$/gm, (block) =>
    block.replaceAll(/[^\n]/g, ''),
  )
  return text
    .split('\n')
    .map((line, index) => ({ at: `${file}:${index + 1}`, text: line.replaceAll(/`[^`]*`/g, '…') }))
}

const documents = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'action.yml',
  ...filesIn('docs', '.md'),
]

const sentences: readonly (readonly [string, () => Sentence[]])[] = [
  ['messages, help, reports and pages', () => filesIn('src', '.ts').flatMap(literalsIn)],
  ['requirements, findings, tests and faults', () => filesIn('suites', '.ts').flatMap(literalsIn)],
  ['documents and the action', () => documents.flatMap(linesIn)],
  ['schemas', () => filesIn('schemas', '.schema.json').flatMap(linesIn)],
]

const isException = ({ at, text }: Sentence): boolean =>
  exceptions.some((each) => at.startsWith(`${each.in}:`) && text.includes(each.text))

function offences(all: readonly Sentence[]): string[] {
  return all
    .filter((sentence) => !isException(sentence))
    .flatMap(({ at, text }) =>
      avoided.flatMap(([word, instead]) => {
        const [found] = word.exec(text) ?? []
        return found === undefined ? [] : [`${at}: "${found}" (${instead}): ${text.trim().slice(0, 120)}`]
      }),
    )
}

const found = (text: string): number => offences([{ at: 'x:1', text }]).length

describe('avoided words', () => {
  it.each(sentences)('are not in %s', (_, read) => {
    const all = read()
    expect(all.length).toBeGreaterThan(100)
    expect(offences(all)).toEqual([])
  })

  it('are found where they are', () => {
    for (const text of [
      'tells what failed',
      'a value that is no digest',
      'the tag list is answered 404',
      'who stands in the way',
      'not within reach',
      'a.json and c.json hold the same run',
      'Results of zot are taken for runs of one target',
      'give one of these',
      'run it in the place of the other one',
      'tests that found nothing',
      'blobs that nothing refers to',
      'failures besides what was expected',
      'other versions may judge differently',
      'no sequence came to it',
      'passes something else than a tag as last',
      'writes a file out of the folder',
      'uploads fail at registries that sign them',
      'the upload was cancelled',
    ])
      expect(found(text), text).toBe(1)
    for (const text of ['is no longer listed', 'oci-assay runs', 'v stands for version', 'assay(url)'])
      expect(found(text), text).toBe(0)
  })

  it('has no exception that nothing needs', () => {
    const all = sentences.flatMap(([, read]) => read())
    for (const each of exceptions)
      expect(
        all.some((sentence) => isException(sentence) && sentence.text.includes(each.text)),
        each.text,
      ).toBe(true)
  })
})
