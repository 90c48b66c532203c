import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { afterAll, expect } from 'vitest'
import { assay } from '../../src/assay/assay.ts'
import { conclusionOf } from '../../src/results/conclusion/conclusion.ts'
import { Failure } from '../../src/results/conclusion/failure.ts'
import { fuzz } from '../fuzz.ts'
import { assess } from './assess.ts'
import {
  createLayout,
  indexOf,
  someFile,
  types,
  type Doc,
  type Layout,
} from '../../suites/image/layouts/build/layout.ts'
import { tarOf } from '../../suites/image/layouts/build/tar.ts'
import { entriesOf, write } from '../../suites/image/layouts/build/write.ts'
import { zstdOf } from '../../suites/image/layouts/build/zstd.ts'

const folder = mkdtempSync(join(tmpdir(), 'oci-assay-fuzz-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Puts a value in place of one that is somewhere inside of a document, chosen by the numbers. */
function planted(document: unknown, way: readonly number[], value: unknown): unknown {
  const [step, ...rest] = way
  if (typeof document !== 'object' || document === null || step === undefined) return value
  const keys = Object.keys(document)
  const key = keys[step % (keys.length + 1)]
  // One step beyond the last property: a property that was not there.
  if (key === undefined) return Array.isArray(document) ? [...document, value] : { ...document, new: value }
  const changed = planted((document as Doc)[key], rest, value)
  return Array.isArray(document)
    ? document.map((each: unknown, index) => (index === Number(key) ? changed : each))
    : { ...document, [key]: changed }
}

const ways = fc.array(fc.nat(12), { maxLength: 5 })
const values = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom<unknown>(
    -1,
    1e308,
    2 ** 53,
    '',
    null,
    [],
    {},
    '../..',
    'sha256:',
    '\u001b[2J',
    ...Object.values(types),
  ),
)

function sample(change: { document: string; way: readonly number[]; value: unknown }): Layout {
  const layout = createLayout()
  const changeOf = (name: string) => (document: Doc) =>
    name === change.document ? planted(document, change.way, change.value) : undefined
  const image = layout.manifest({ config: changeOf('config'), manifest: changeOf('manifest') })
  layout.entries.push(indexOf(layout, [image], changeOf('index')))
  layout.image({ layers: [{ mediaType: types.zstd }] })
  layout.index.push(changeOf('index.json'))
  layout.header.push(changeOf('oci-layout'))
  return layout
}

const changes = fc.record({
  document: fc.constantFrom('config', 'manifest', 'index', 'index.json', 'oci-layout'),
  way: ways,
  value: values,
})

fuzz(
  'evaluates a layout with anything in any place of its documents',
  changes,
  async (change) => {
    const results = await assess({
      id: 'fuzz',
      title: 'anything anywhere',
      make: (layout) => void Object.assign(layout, sample(change)),
    })
    expect(results.filter(({ verdict }) => verdict === 'error')).toEqual([])
  },
  15,
)

const places = fc.array(fc.record({ at: fc.nat(), byte: fc.nat(255) }), { minLength: 1, maxLength: 20 })

const damaged = (bytes: Uint8Array, damage: readonly { at: number; byte: number }[]): Buffer => {
  const changed = Buffer.from(bytes)
  for (const { at, byte } of damage) if (changed.length > 0) changed[at % changed.length] = byte
  return changed
}

/** A layout or an archive is judged, or refused with a message. */
async function isJudgedOrRefused(target: string): Promise<void> {
  try {
    const { result } = await assay({ target })
    const errors = result.requirements.filter(({ verdict }) => verdict === 'error')
    // What is cut or beyond a limit could not be evaluated; a bug is another matter.
    expect(errors.filter(({ reason = '' }) => reason.startsWith('bug in'))).toEqual([])
    expect(conclusionOf(result).name).toBeDefined()
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    expect(error.message).not.toMatch(/\n\s+at |TypeError|RangeError|undefined/)
  }
}

const whole = createLayout()
whole.image({ layers: [{}, { mediaType: types.zstd }, { mediaType: types.tar }] })
const tar = tarOf(entriesOf(whole))
const forms = [tar, gzipSync(tar), zstdOf(tar)]

fuzz(
  'judges or refuses an archive with damage anywhere',
  fc.record({
    form: fc.nat(forms.length - 1),
    damage: places,
    cut: fc.option(fc.nat(), { freq: 3, nil: undefined }),
  }),
  async ({ form, damage, cut }) => {
    const bytes = damaged(forms[form] ?? tar, damage)
    const target = join(folder, 'damaged.tar')
    writeFileSync(target, cut === undefined ? bytes : bytes.subarray(0, cut % bytes.length))
    await isJudgedOrRefused(target)
  },
  40,
)

/** Which bytes are damaged before their digest is taken, so that all that is within is read. */
const parts = fc.constantFrom('config', 'manifest', 'index.json', 'oci-layout', 'gzip', 'zstd', 'tar')

fuzz(
  'judges a layout with damage that its digests cover',
  fc.record({ part: parts, damage: places }),
  async ({ part, damage }) => {
    const layout = createLayout()
    const spoil = (name: string) => (document: unknown) =>
      part === name ? damaged(Buffer.from(JSON.stringify(document)), damage) : undefined
    layout.image({
      layers: [
        part === 'gzip' ? { bytes: (files) => damaged(gzipSync(files), damage) } : {},
        part === 'zstd'
          ? { mediaType: types.zstd, bytes: (files) => damaged(zstdOf(files), damage) }
          : { mediaType: types.zstd },
        part === 'tar'
          ? { mediaType: types.tar, tar: damaged(tarOf([someFile('a')]), damage) }
          : { mediaType: types.tar },
      ],
      config: spoil('config'),
      manifest: spoil('manifest'),
    })
    layout.index.push(spoil('index.json'))
    layout.header.push(spoil('oci-layout'))
    const target = mkdtempSync(join(folder, 'layout-'))
    try {
      await isJudgedOrRefused(write(layout, target))
    } finally {
      rmSync(target, { recursive: true, force: true })
    }
  },
  12,
)
