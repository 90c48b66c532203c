import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { assay } from '../../src/assay/assay.ts'
import { conclusionOf } from '../../src/results/conclusion/conclusion.ts'
import { specVersions } from '../../src/engine/requirement.ts'
import { groundless } from './blocks.ts'
import {
  artifactOf,
  createLayout,
  filesOf,
  indexOf,
  packed,
  types,
  type Layout,
} from '../../suites/image/layouts/build/layout.ts'

const folder = mkdtempSync(join(tmpdir(), 'oci-assay-damage-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Other bytes than those that should be there. */
const contents: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array | string>> = {
  emptied: () => '',
  text: () => 'insert binary content here',
  html: () => '<html><body>503 Service Unavailable</body></html>',
  xz: () => Buffer.concat([Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]), Buffer.alloc(500)]),
  zeros: (bytes) => Buffer.alloc(bytes.length),
  object: () => '{"other":1}',
  array: () => '[]',
  short: (bytes) => bytes.subarray(0, bytes.length / 2),
  flipped: (bytes) => bytes.map((byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte)),
}

/** What becomes of a file of a layout: other bytes, something that is not a file, or nothing. */
const damages: Readonly<Record<string, (path: string, bytes: Uint8Array) => void>> = {
  removed: () => {},
  folder: (path) => mkdirSync(path),
  nowhere: (path) => symlinkSync('nowhere', path),
  outside: (path) => symlinkSync('/etc/hostname', path),
  ...Object.fromEntries(
    Object.entries(contents).map(([kind, change]) => [
      kind,
      (path: string, bytes: Uint8Array) => writeFileSync(path, change(bytes)),
    ]),
  ),
}

type Kinds = readonly (string | undefined)[]

/** Images of all forms beside each other; where a kind of content is named for a layer, its blob has that. */
function sample(inside: Kinds = []): Layout {
  const layout = createLayout()
  const layer = (at: number, mediaType: string) => {
    const change = contents[inside[at] ?? '']
    return change
      ? { mediaType, bytes: (tar: Buffer) => Buffer.from(change(packed(mediaType, tar))) }
      : { mediaType }
  }
  const [one, two] = ['amd64', 'arm64'].map((architecture, at) =>
    layout.manifest({
      layers: [layer(2 * at, types.gzip), layer(2 * at + 1, at === 0 ? types.zstd : types.tar)],
      config: (config) => void (config['architecture'] = architecture),
      entry: (entry) => ({ ...entry, platform: { os: 'linux', architecture } }),
    }),
  )
  layout.entries.push(indexOf(layout, [one, two]), artifactOf(layout))
  layout.image({
    layers: [layer(4, types.gzip)],
    config: (config) => void ((config['config'] as { User?: string }).User = 'nobody'),
  })
  return layout
}

const names = [...filesOf(sample()).keys()]

/** The files of the manifests that indexes in blobs list: some may be missing while others are there (a sparse index). */
function childrenIn(files: ReadonlyMap<string, Uint8Array>): Set<string> {
  const documents = [...files].flatMap(([name, bytes]): { manifests?: { digest: string }[] }[] =>
    name.startsWith('blobs/') && bytes[0] === '{'.codePointAt(0)
      ? [JSON.parse(Buffer.from(bytes).toString('utf8'))]
      : [],
  )
  const digests = documents.flatMap(({ manifests = [] }) => manifests.map(({ digest }) => digest))
  return new Set(digests.map((digest) => `blobs/${digest.replace(':', '/')}`))
}

const kindOf = (kinds: object) => fc.option(fc.constantFrom(...Object.keys(kinds)), { nil: undefined })
const changes = fc.record({
  inside: fc.array(kindOf(contents), { maxLength: 5 }),
  files: fc.array(
    fc.record({ at: fc.nat(names.length - 1), kind: fc.constantFrom(...Object.keys(damages)) }),
    {
      maxLength: 3,
    },
  ),
  spec: fc.constantFrom(...specVersions),
  missing: fc.constantFrom({}, { closed: true }, { allowMissing: true }),
})

// Whatever is in place of the files: what is blocked has a cause that is reported, and a damaged blob is never conformant.
it('names a true cause for what it cannot evaluate', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(changes, async ({ inside, files, spec, missing }) => {
      const target = mkdtempSync(join(folder, 'layout-'))
      const kinds = new Map(files.map(({ at, kind }) => [at, kind]))
      let isDamaged = false
      const whole = filesOf(sample(inside))
      const children = 'closed' in missing ? new Set() : childrenIn(whole)
      for (const [at, [name, bytes]] of [...whole].entries()) {
        const path = join(target, name)
        const kind = kinds.get(at)
        mkdirSync(dirname(path), { recursive: true })
        if (kind === undefined) writeFileSync(path, bytes)
        else damages[kind]?.(path, bytes)
        const isAllowed = ('allowMissing' in missing || children.has(name)) && kind === 'removed'
        if (name.startsWith('blobs/') && kind !== undefined && !isAllowed) isDamaged = true
      }
      const { result } = await assay({ target, spec, ...missing })
      expect(groundless(result.requirements)).toEqual([])
      if (isDamaged) expect(conclusionOf(result).exitCode).not.toBe(0)
      rmSync(target, { recursive: true, force: true })
    }),
    { numRuns: 120 },
  )
})
