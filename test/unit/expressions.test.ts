import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { check } from 'recheck'
import { parseAst } from 'rolldown/parseAst'
import { describe, expect, it } from 'vitest'
import { attack } from '../attack.ts'
import { takesAll } from '../sample.ts'

/** A registry, an image or a stored result must not be able to keep a regular expression busy. */

const root = join(import.meta.dirname, '../..')

const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))

interface Expression {
  source: string
  flags: string
  /** The file that it is in. */
  at: string
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** Calls `visit` with every object within a value, parents first. */
function walk(value: unknown, visit: (node: Record<string, unknown>) => void): void {
  if (!isObject(value)) return
  visit(value)
  for (const item of Object.values(value)) walk(item, visit)
}

const sources = ['src', 'suites'].flatMap((folder) => filesIn(folder, '.ts'))
const literals: Expression[] = []
/** Expressions that are put together when a module is loaded or later, as they are written. */
const composed: string[] = []
for (const at of sources) {
  const text = readFileSync(join(root, at), 'utf8')
  walk(parseAst(text, { lang: 'ts' }), (node) => {
    const { type, regex, callee, start, end } = node
    if (type === 'Literal' && isObject(regex))
      literals.push({ source: String(regex['pattern']), flags: String(regex['flags']), at })
    const isCall = type === 'NewExpression' || type === 'CallExpression'
    if (isCall && isObject(callee) && callee['name'] === 'RegExp')
      composed.push(`${at}: ${text.slice(Number(start), Number(end)).replaceAll(/\s+/g, ' ')}`)
  })
}

/** Documents of images and stored results are validated by these. */
for (const at of filesIn('schemas', '.json')) {
  walk(JSON.parse(readFileSync(join(root, at), 'utf8')), (node) => {
    const names = isObject(node['patternProperties']) ? Object.keys(node['patternProperties']) : []
    const patterns = typeof node['pattern'] === 'string' ? [node['pattern']] : []
    for (const source of [...names, ...patterns]) literals.push({ source, flags: 'u', at })
  })
}

const places = new Map<string, string[]>()
for (const { source, flags, at } of literals) {
  const key = JSON.stringify([source, flags])
  places.set(key, [...(places.get(key) ?? []), at])
}

/**
 * Digests of the expressions that recheck found to take linear time, which takes it half a minute: `npm test` checks only
 * new ones, and CI all. `OCI_ASSAY_RECORD=1 OCI_ASSAY_SAMPLES=all npx vitest run test/unit/expressions.test.ts` writes the list.
 */
const listed = join(import.meta.dirname, 'linear-expressions.json')
const known = new Set(takesAll ? [] : (JSON.parse(readFileSync(listed, 'utf8')) as string[]))
const digestOf = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 16)

describe('regular expressions', () => {
  it('are found in sources and schemas', () => {
    expect(places.size).toBeGreaterThan(300)
    expect(literals.some(({ at }) => at.startsWith('schemas/'))).toBe(true)
  })

  attack(
    {
      part: 'Registries',
      what: 'texts made to keep a regular expression busy',
      result: 'each expression of the code and the schemas takes linear time, by recheck',
    },
    async () => {
      const slow: string[] = []
      for (const [key, files] of places) {
        if (known.has(digestOf(key))) continue
        const [source, flags] = JSON.parse(key) as [string, string]
        const found = await check(source, flags, { timeout: 60_000 })
        if (found.status === 'safe') continue
        const why = found.status === 'vulnerable' ? found.complexity.summary : found.error.kind
        slow.push(`/${source}/${flags} in ${files.join(', ')}: ${why}`)
      }
      expect(slow).toEqual([])
      if (process.env['OCI_ASSAY_RECORD'] !== undefined) {
        const digests = [...places.keys()].map(digestOf).toSorted()
        writeFileSync(listed, `[\n${digests.map((each) => `  "${each}"`).join(',\n')}\n]\n`)
      }
    },
    600_000,
  )

  // What is composed is not checked here: an entry in this list has to take linear time.
  it('are composed in known places only', () => {
    expect(composed.toSorted()).toMatchInlineSnapshot(`
      [
        "src/cli/input/options.ts: new RegExp(\`^\${part}(?:/\${part})*$\`)",
        "src/reference/grammar.ts: new RegExp(\`^\${part}(?:/\${part})*$\`)",
        "src/registry/record/redaction/finder.ts: new RegExp(anchored.source, 'y')",
        "src/registry/record/redaction/finder.ts: new RegExp(loose.join('|'), 'g')",
        "src/registry/reproduce/functions.ts: new RegExp(\`\\\\b\${name}\\\\b\`)",
        "src/registry/reproduce/head.ts: new RegExp(\`\\\\$\\\\{?\${name}\\\\b\`)",
        "src/registry/reproduce/head.ts: new RegExp(\`\\\\$\\\\{?\${variable}\\\\b\`)",
        "src/registry/reproduce/names.ts: new RegExp([digest.source, ...names, word.source].join('|'), 'g')",
        "src/registry/transport/retry/http-date.ts: new RegExp(\`^\${form}$\`)",
        "src/reporters/page/markup.ts: new RegExp(\`(?<tag>\${block}(?: [^<>]*)?>)\\\\n(?=\${block}[ >])\`, 'g')",
        "src/reporters/text/yaml-text.ts: new RegExp(acting, 'gu')",
        "suites/distribution/categories/tests.ts: new RegExp(\`/\${kind}/[^/]+$\`)",
        "suites/image/facts/violations.ts: new RegExp(\`^/\${name}/(\\\\d+)(.*)$\`, 's')",
        "suites/image/schemas/formats.ts: new RegExp(\`^(?:\${domain}/)?\${component}(?:/\${component})*\${tail}$\`)",
        "suites/roundtrip/faults.ts: new RegExp(\`"\${name}"\\\\s*:\`)",
      ]
    `)
  })
})
