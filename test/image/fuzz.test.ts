import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { assayImage } from '../../src/assay-image.ts'
import { Failure } from '../../src/failure.ts'
import { assess } from './assess.ts'
import { createLayout, indexOf, types, type Doc, type Layout } from './build/layout.ts'
import { tarOf } from './build/tar.ts'
import { entriesOf } from './build/write.ts'
import { zstdOf } from './build/zstd.ts'

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

// Whatever stands anywhere in a document: everything is decided, and nothing throws.
it('decides a layout with anything in any place of its documents', { timeout: 120_000 }, async () => {
  const document = fc.constantFrom('config', 'manifest', 'index', 'index.json', 'oci-layout')
  await fc.assert(
    fc.asyncProperty(fc.record({ document, way: ways, value: values }), async (change) => {
      const results = await assess({
        id: 'fuzz',
        title: 'anything anywhere',
        make: (layout) => void Object.assign(layout, sample(change)),
      })
      expect(results.filter(({ verdict }) => verdict === 'error')).toEqual([])
    }),
    { numRuns: 200 },
  )
})

// Bytes that are turned anywhere in an archive: it is judged, or refused with a message.
it('judges or refuses an archive with damage anywhere', { timeout: 120_000 }, async () => {
  const layout = createLayout()
  layout.image({ layers: [{}, { mediaType: types.zstd }, { mediaType: types.tar }] })
  const tar = tarOf(entriesOf(layout))
  const forms = [tar, gzipSync(tar), zstdOf(tar)]
  const damage = fc.array(fc.record({ at: fc.nat(), byte: fc.nat(255) }), { minLength: 1, maxLength: 20 })
  const end = fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.nat() })
  await fc.assert(
    fc.asyncProperty(fc.nat(forms.length - 1), damage, end, async (form, places, cut) => {
      const bytes = Buffer.from(forms[form] ?? tar)
      for (const { at, byte } of places) bytes[at % bytes.length] = byte
      const target = join(folder, 'damaged.tar')
      writeFileSync(target, cut === undefined ? bytes : bytes.subarray(0, cut % bytes.length))
      try {
        const { result } = await assayImage({ target })
        expect(result.requirements.filter(({ verdict }) => verdict === 'error')).toEqual([])
      } catch (error) {
        if (!(error instanceof Failure)) throw error
        expect(error.message).not.toMatch(/\n\s+at /)
      }
    }),
    { numRuns: 300 },
  )
})
