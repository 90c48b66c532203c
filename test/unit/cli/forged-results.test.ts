import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { attack } from '../../attack.ts'
import { annotations } from '../../../src/reporters/github/github.ts'
import { readResults } from '../../../src/results/file/read.ts'
import { fixtureResult } from '../reporters/fixture.ts'
import { resultsText } from '../../../src/results/file/results-text.ts'
import { command, withFolder } from './command.ts'

/** Clears a screen, sets a title, links by OSC 8, turns the reading direction, begins lines with commands. */
const hostile =
  '::add-mask::x\n::error::\u001b[2J\u001b]0;t\u0007\u001b]8;;http://evil.example\u0007\u202e\r::stop-commands::y <img src=x> |'

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** A part of a JSON pointer. */
const key = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1')

/** Replaces every string that is not at one of these places. */
function forge(value: Json, kept: ReadonlySet<string>, at = ''): Json {
  // A result with an id that is there twice is refused.
  if (typeof value === 'string')
    return kept.has(at) ? value : at.endsWith('/id') ? `${hostile} ${at}` : hostile
  if (Array.isArray(value)) return value.map((item, index) => forge(item, kept, `${at}/${index}`))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, forge(item, kept, `${at}/${key(name)}`)]),
  )
}

/** Puts the hostile text into every string of a result that its schema leaves open. */
async function forgedResult(): Promise<{ text: string; replaced: number }> {
  const schema: unknown = JSON.parse(
    await readFile(join(import.meta.dirname, '../../../schemas/results.schema.json'), 'utf8'),
  )
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  formats.default(ajv)
  const validate = ajv.compile<Json>(schema as object)
  const result = JSON.parse(resultsText(fixtureResult())) as Json
  const kept = new Set<string>()
  // The property that distinguishes records determines their schema.
  const text = () => JSON.stringify(forge(result, kept))
  for (const [place] of stringsIn(result)) if (/\/(?:kind|type)$/.test(place)) kept.add(place)
  while (!validate(JSON.parse(text()))) {
    const before = kept.size
    for (const { instancePath } of validate.errors ?? []) kept.add(instancePath)
    if (kept.size === before) throw new Error(JSON.stringify(validate.errors))
  }
  return { text: text(), replaced: stringsIn(result).filter(([place]) => !kept.has(place)).length }
}

function stringsIn(value: Json, at = ''): [place: string, text: string][] {
  if (typeof value === 'string') return [[at, value]]
  if (Array.isArray(value)) return value.flatMap((item, index) => stringsIn(item, `${at}/${index}`))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, item]) => stringsIn(item, `${at}/${name}`))
}

/** What a terminal or a runner would obey. */
const obeyed = (text: string): string[] =>
  text
    .split(/[\n\r]/)
    .filter(
      (line) => /^\s*::/.test(line) || line.includes('##[') || /[^\P{Cc}\t]|[\p{Cf}\u2028\u2029]/u.test(line),
    )

const part = 'Stored results'
const what = 'workflow commands, escape codes and markup in each text of results.json'

describe('a forged results.json', () => {
  let text = ''

  beforeAll(async () => {
    const forged = await forgedResult()
    text = forged.text
    expect(forged.replaced).toBeGreaterThan(200)
  })

  const withForged = (work: (path: string, folder: string) => Promise<void>) =>
    withFolder(async (folder) => {
      const path = join(folder, 'forged.json')
      await writeFile(path, text)
      await work(path, folder)
    })

  for (const flags of [['--verbose'], []])
    attack(
      { part, what, result: `the terminal shows them as text${flags.length > 0 ? ' (--verbose)' : ''}` },
      async () => {
        await withForged(async (path) => {
          const { stdout, stderr } = await command('report', path, '--format', 'terminal', ...flags)
          expect(stdout.length).toBeGreaterThan(1000)
          expect(obeyed(stdout)).toEqual([])
          expect(obeyed(stderr)).toEqual([])
        })
      },
    )

  for (const [format, file] of [
    ['markdown', 'report.md'],
    ['junit', 'junit.xml'],
    ['html', 'report.html'],
  ] as const)
    attack({ part, what, result: `${file} contains them as text` }, async () => {
      await withForged(async (path, folder) => {
        const { stdout, stderr } = await command('report', path, '--format', format, '--reports', folder)
        expect(obeyed(stdout + stderr)).toEqual([])
        const written = await readFile(join(folder, file), 'utf8')
        expect(written.length).toBeGreaterThan(1000)
        expect(written.split('\n').filter((line) => /[^\P{Cc}\t]|\p{Cf}/u.test(line))).toEqual([])
        // Code is not obeyed in Markdown; JUnit has it in sections of character data.
        const quotes = /(`+)(?!`)[^]*?(?<!`)\1(?!`)|<!\[CDATA\[[^]*?\]\]>/g
        expect(written.replaceAll(quotes, '')).not.toMatch(/(?<!\\)<img/)
      })
    })

  attack({ part, what, result: 'annotations of a workflow have none of them' }, async () => {
    await withForged(async (path) => {
      const lines = annotations(await readResults(path)).join('')
      const ours = lines
        .split('\n')
        .filter((line) => !/^::(?:error|warning|notice) title=[^:]*::[^\r]*$/.test(line))
      expect(ours).toEqual([''])
      expect(lines).not.toMatch(/[\u202e]|\p{Cc}\[/u)
    })
  })

  for (const format of ['terminal', 'markdown'])
    attack({ part, what, result: `a comparison as ${format} shows them as text` }, async () => {
      await withForged(async (path, folder) => {
        vi.stubEnv('NO_COLOR', '1')
        onTestFinished(() => void vi.unstubAllEnvs())
        const argv = ['report', '--compare', path, path, '--format', format, '--reports', folder]
        const { stdout, stderr } = await command(...argv)
        expect(obeyed(stdout + stderr)).toEqual([])
      })
    })

  it.each([['cleanup'], ['report']])('is refused by %s without being obeyed', async (name) => {
    await withForged(async (path) => {
      const { stdout, stderr } = await command(
        name,
        path,
        ...(name === 'report' ? ['--compare-with', path] : []),
      )
      expect(obeyed(stdout + stderr)).toEqual([])
    })
  })
})
