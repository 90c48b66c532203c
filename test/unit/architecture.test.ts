import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')

const base = ['src/engine', 'src/files', 'src/content', 'src/registry', 'src/image']
const middle = [
  ...base,
  'src/results',
  'src/reporters',
  'suites/distribution',
  'suites/image',
  'suites/roundtrip',
  'suites/client',
  'src/client',
  'src/mini-client',
  'src/reference',
  'faults',
]

/** Which folders a folder may import from, besides itself; ARCHITECTURE.md draws the same arrows. */
const arrows: Record<string, readonly string[]> = {
  'src/engine': [],
  'src/files': [],
  'src/content': [],
  'src/reference': [],
  'src/mini-client': [],
  'src/client': ['src/files', 'src/mini-client'],
  'src/registry': ['src/engine', 'src/files'],
  'src/image': ['src/engine', 'src/files', 'src/registry', 'src/content'],
  'src/results': ['src/engine', 'src/files', 'src/registry', 'src/image'],
  'src/reporters': ['src/engine', 'src/files', 'src/registry', 'src/image', 'src/results'],
  'suites/distribution': ['src/engine', 'src/registry', 'src/content'],
  // What tests and judges may not do: else a mistake of the embedded registry could hide itself.
  faults: ['src/reference', 'suites/distribution', 'suites/roundtrip'],
  'suites/image': ['src/engine', 'src/registry', 'src/image', 'src/content'],
  'suites/roundtrip': [
    'src/engine',
    'src/registry',
    'src/image',
    'src/content',
    'src/client',
    'suites/distribution',
    'suites/image',
  ],
  'suites/client': [
    'client judges',
    'src/engine',
    'src/registry',
    'src/content',
    'src/client',
    'src/mini-client',
    'src/reference',
    'suites/distribution',
    'suites/image',
  ],
  // Judges are pure: they see what was recorded, and not what recorded it.
  'client judges': ['src/engine', 'src/registry', 'suites/client'],
  'src/assay': middle,
  src: [...middle, 'src/assay'],
  'src/container': ['src/assay', 'src/results', 'src/registry'],
  'src/cli': [...middle, 'src/assay', 'src/container'],
  'src/action': ['src/cli', 'src/reporters', 'src/results', 'src/files'],
}

const rooms = Object.keys(arrows).toSorted((one, other) => other.length - one.length)
const roomOf = (file: string): string | undefined =>
  /^suites\/client\/(?:.+\/)?judges\//.test(file)
    ? 'client judges'
    : isFault(file)
      ? 'faults'
      : rooms.find((room) => file.startsWith(`${room}/`))

/** Faults of the embedded registry are in the folders of their chapters, what combines them beside those. */
const isFault = (file: string): boolean =>
  /^suites\/(?:distribution|roundtrip)\/(?:.+\/)?(?:faults?\b|generated-faults\/|disturbances\/|personas\.ts)/.test(
    file,
  )

const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))

const sources = ['src', 'suites'].flatMap(filesIn)

const importsOf = (file: string): string[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(?<path>\.[^']+)'/g)].map(
    (match) => relative(root, join(root, dirname(file), match.groups?.['path'] ?? '')),
  )

it('finds the sources that it is to read', () => {
  expect(sources.length).toBeGreaterThan(20)
  expect(sources.flatMap(importsOf).length).toBeGreaterThan(50)
})

it('has no import against the arrows of the architecture', () => {
  const against = sources.flatMap((file) => {
    const from = roomOf(file) ?? ''
    return importsOf(file)
      .filter((imported) => !imported.startsWith('schemas/')) // data, which any room may read
      .filter((imported) => {
        const to = roomOf(imported) ?? 'outside'
        return to !== from && !arrows[from]?.includes(to)
      })
      .map((imported) => `${file} imports ${imported}`)
  })
  expect(against).toEqual([])
})

/** What only contributors run: tests of `scripts/` and `bench/` are beside what they test, and fixtures are for all of them. */
const tools: Record<string, RegExp> = {
  fixtures: /^(?:test|scripts|bench)\//,
  scripts: /^(?:test|bench)\//,
  bench: /^(?:test|scripts)\//,
  test: /^(?:scripts|bench)\//,
}

it('has tests, scripts, bench and fixtures that do not import each other', () => {
  const against = Object.entries(tools).flatMap(([folder, others]) =>
    filesIn(folder).flatMap((file) =>
      importsOf(file).flatMap((imported) => (others.test(imported) ? [`${file} imports ${imported}`] : [])),
    ),
  )
  expect(against).toEqual([])
})

/** Layouts and what makes them: what is published has only their descriptions, as data. */
const corpus = /^suites\/image\/(?:layouts\/|defects\.ts|[a-z-]+\/defects(?:\.ts|\/))/

it('keeps the corpus of image layouts out of what is published', () => {
  const importing = sources.filter(
    (file) => !corpus.test(file) && importsOf(file).some((imported) => corpus.test(imported)),
  )
  expect(importing).toEqual(['suites/image/catalogue.ts'])
})

/** The modules that can be reached from one, without itself unless it is in a circle. */
function reachable(from: string, imports: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set<string>()
  const next = [...(imports.get(from) ?? [])]
  for (let file = next.pop(); file !== undefined; file = next.pop()) {
    if (found.has(file)) continue
    found.add(file)
    next.push(...(imports.get(file) ?? []))
  }
  return found
}

it('has no import cycle, type imports included', () => {
  const imports = new Map(sources.map((file) => [file, importsOf(file)]))
  expect(sources.filter((file) => reachable(file, imports).has(file))).toEqual([])
})
