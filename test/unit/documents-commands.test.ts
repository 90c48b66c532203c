import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { commands } from '../../src/cli/program.ts'
import { uninterrupted } from '../../src/cli/process/interruption.ts'
import { selection } from '../../src/engine/select.ts'
import { requirements as ofRegistries } from '../../suites/distribution/requirements.ts'
import { requirements as ofImages } from '../../suites/image/requirements.ts'

/** Commands in the documents: each has to be one that the program takes as it is written. */

const root = join(import.meta.dirname, '../..')

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

/** The lines of code in shell blocks, with those that go on on the next line put together. */
const shellLines = (text: string): string[] =>
  [...text.matchAll(/```(?:sh|console|bash)\n(?<code>[^`]+)```/g)].flatMap(({ groups }) =>
    (groups?.['code'] ?? '').replaceAll(/\\\n\s*/g, '').split('\n'),
  )

/** The words of a command as a shell takes them, up to a comment, a pipe or a redirection. */
function wordsOf(line: string): string[] {
  const words: string[] = []
  for (const [word] of line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)) {
    if (/^(?:#|\||<|>|2>|&&|\|\||;|&)/.test(word)) break
    words.push(word.replaceAll(/'([^']*)'|"([^"]*)"/g, '$1$2'))
  }
  return words
}

/** The arguments of oci-assay in a line; undefined where it is another command. */
function argumentsIn(line: string): string[] | undefined {
  const words = wordsOf(line.trim().replace(/^(?:\$ )?(?:\w+=\S* )*/, ''))
  if (words[0] === 'npx') words.shift()
  if (words[0] === 'oci-assay') return words.slice(1)
  return words[0] === 'npm' && words[1] === 'start' && words[2] === '--' ? words.slice(3) : undefined
}

const shown = documents.flatMap((document) =>
  shellLines(readFileSync(join(root, document), 'utf8')).flatMap((line) => {
    const argv = argumentsIn(line)
    return argv === undefined || argv[0]?.startsWith('-') ? [] : [{ document, line: line.trim(), argv }]
  }),
)

const quiet = { writeOut: () => undefined, writeErr: () => undefined }

/** Reads the options and arguments of a command, and does nothing. Throws what commander has against them. */
async function parse([name = '', ...rest]: readonly string[]): Promise<Record<string, unknown>> {
  const load = commands[name]
  if (load === undefined) throw new Error(`unknown command ${name}`)
  const command = (await load())({ exitCode: 0, interruption: uninterrupted() })
    .exitOverride()
    .configureOutput(quiet)
    .action(() => undefined)
  await command.parseAsync(rest, { from: 'user' })
  return command.opts()
}

it('finds commands in the documents', () => {
  expect(shown.length).toBeGreaterThan(60)
  expect(argumentsIn('OCI_PASSWORD=x npx oci-assay run \'a b\' --only "push.*" # all of them')).toEqual([
    'run',
    'a b',
    '--only',
    'push.*',
  ])
})

it.each([
  ['run http://localhost:5000 --no-such-option', 'unknown option'],
  ['run http://localhost:5000 --depth deep', 'Allowed choices'],
  ['explain', 'missing required argument'],
  ['validate ./layout', 'unknown command'],
])('reports what the program does not take: %s', async (line, message) => {
  await expect(parse(wordsOf(line))).rejects.toThrow(message)
})

const ids = [...ofRegistries, ...ofImages].map(({ id }) => id)

it.each(shown.map(({ document, line, argv }) => [document, line, argv] as const))(
  '%s: %s',
  async (_, _line, argv) => {
    const { only = [], skip = [] } = await parse(argv)
    for (const pattern of [only, skip].flat() as string[])
      expect(ids.some(selection([pattern])), pattern).toBe(true)
    if (argv[0] === 'explain') expect(ids, argv[1]).toContain(argv[1])
  },
)
