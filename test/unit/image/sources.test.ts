import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readlinkSync } from 'node:fs'
import { chmod, link, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readImage } from '../../../src/image/model/read.ts'
import { openImage } from '../../../src/image/source/open/open.ts'
import type { BlobOutcome } from '../../../src/image/decode/blob.ts'
import type { Entry } from '../../../src/image/source/source.ts'
import { archiveOf, blob, bytesOf, entry, layout, pathOf, tar, types } from './archives.ts'
import { frame } from './zstd-frames.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oci-assay-image-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const plain = tar({ name: 'plain', content: 'p' })
const big = tar({ name: 'big', content: Buffer.alloc(3 * 1024 ** 2, 'big content ') })
const image = layout(
  { bytes: plain, mediaType: types.layer },
  { bytes: gzipSync(big), mediaType: types.gzip },
  { bytes: big, mediaType: types.layer },
)
const [plainBlob, gzipBlob, bigBlob] = image.blobs as [
  typeof image.config,
  typeof image.config,
  typeof image.config,
]

async function write(name: string, content: Uint8Array | string): Promise<string> {
  const path = join(folder, name)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
  return path
}

async function unpack(name: string, files: Readonly<Record<string, Uint8Array>>): Promise<string> {
  for (const [path, content] of Object.entries(files)) await write(join(name, path), content)
  return join(folder, name)
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = []
  for await (const item of items) found.push(item)
  return found
}

const files = (entries: readonly Entry[]) =>
  entries
    .filter(({ type }) => type !== 'directory')
    .map(({ path, size }) => `${path} ${size}`)
    .toSorted()

describe('the same image from everywhere', () => {
  const expected = Object.entries(image.files)
    .map(([path, bytes]) => `${path} ${bytes.length}`)
    .toSorted()
  const forms: [string, () => Promise<string>][] = [
    ['a folder', () => unpack('layout', image.files)],
    ['a tar', () => write('a.tar', archiveOf(image.files))],
    ['a tar with ./', () => write('dot.tar', archiveOf(image.files, './'))],
    ['a tar with gzip', () => write('a.tgz', gzipSync(archiveOf(image.files)))],
    ['a tar with zstd', () => write('a.zst', frame(archiveOf(image.files)))],
    ['docker save', () => write('save.tar', archiveOf({ ...image.files, 'manifest.json': bytesOf('[]') }))],
  ]
  test.for(forms)('%s', async ([name, make]) => {
    const source = await openImage(await make())
    expect(source.problems).toEqual([])
    const listed = files(await all(source.list())).filter((file) => !file.startsWith('manifest.json'))
    expect(listed, name).toEqual(expected)
    for (const each of [image.config, plainBlob, gzipBlob]) {
      expect(Buffer.from(await source.read(each.digest))).toEqual(each.bytes)
    }
    expect(Buffer.from(await source.read(bigBlob.digest)).equals(big)).toBe(true)
    await expect(source.read(bigBlob.digest, { limit: 100 })).rejects.toMatchObject({ code: 'too-large' })
    await expect(source.read(blob('nowhere').digest)).rejects.toMatchObject({ code: 'absent' })
    await expect(source.read('sha256:../../index.json')).rejects.toMatchObject({ code: 'absent' })

    const missing = blob('nowhere').digest
    const digests = [...image.blobs.map(({ digest }) => digest), missing]
    const outcomes = await all(
      source.inspect([
        ...digests.map((digest) => ({ digest, as: 'layer' as const })),
        { digest: image.config.digest, as: 'opaque' as const },
      ]),
    )
    const facts = (digest: string): BlobOutcome => outcomes.find(({ request }) => request.digest === digest)!
    expect(facts(missing).failure?.code).toBe('absent')
    for (const { digest, bytes } of [...image.blobs, image.config]) {
      expect(facts(digest).facts).toMatchObject({ verified: 'match', size: bytes.length, problems: [] })
    }
    expect(facts(gzipBlob.digest).facts?.content?.diffIds.sha256).toBe(bigBlob.digest)
    expect(facts(plainBlob.digest).facts?.tar?.summary.entries).toBe(1)

    // What the first pass over a compressed archive could not know costs another one.
    const [again] = await all(
      source.inspect([{ digest: gzipBlob.digest, as: 'layer', diffAlgorithms: ['sha512'] }]),
    )
    expect(again?.facts?.content?.diffIds.sha512).toMatch(/^sha512:[a-f0-9]{128}$/)

    const { documents, blobs } = await readImage(source, { spec: '1.1' })
    expect(documents.map(({ kind }) => kind)).toEqual(['layout-header', 'layout-index', 'manifest', 'config'])
    expect([...blobs.values()].map(({ state, verified }) => [state, verified])).toEqual(
      Array.from({ length: 5 }, () => ['present', true]),
    )
    await source.close()
  })
})

describe('what is not an image', () => {
  test.for<[string, () => Promise<string>, string, RegExp]>([
    ['nothing', async () => join(folder, 'no/where'), 'absent', /is not there/],
    [
      'a folder of something else',
      async () => dirname(await write('other/x', '')),
      'not-an-image',
      /does not contain an image layout/,
    ],
    [
      'skopeo dir:',
      async () => {
        await write('dir/version', 'Directory Transport Version: 1.1')
        return dirname(await write('dir/manifest.json', '{}'))
      },
      'not-an-image',
      /that skopeo calls dir/,
    ],
    ['an empty file', () => write('zero', ''), 'not-an-image', /empty file/],
    ['a text', () => write('text', 'hello'), 'not-an-image', /neither an image layout nor an archive/],
    ['a long text', () => write('long', 'hello '.repeat(1000)), 'not-an-image', /neither/],
    ['a gzip of a text', () => write('text.gz', gzipSync('hello')), 'not-an-image', /neither/],
    [
      'a tar of something else',
      () => write('o.tar', tar({ name: 'x' })),
      'not-an-image',
      /does not contain an image layout/,
    ],
    [
      'a cut gzip',
      () => write('c.tgz', gzipSync(archiveOf(image.files)).subarray(0, 40)),
      'damaged-archive',
      /again/,
    ],
    ['a bad repository', async () => 'localhost:5000/Not/allowed', 'not-an-image', /repository name/],
    ['a bad tag', async () => 'localhost:5000/a:b+c', 'not-an-image', /tag/],
    ['a bad digest', async () => 'localhost:5000/a@sha256', 'not-an-image', /digest/],
    ['a bare word', async () => 'busybox', 'absent', /does not name an image in a registry/],
  ])('%s', async ([, make, code, message]) => {
    const opening = openImage(await make())
    await expect(opening).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string })
  })

  test('an empty folder', async () => {
    await mkdir(join(folder, 'really-empty'))
    await expect(openImage(join(folder, 'really-empty'))).rejects.toMatchObject({ code: 'not-an-image' })
  })

  test('a FIFO is not opened', async () => {
    const fifo = join(folder, 'fifo')
    execFileSync('mkfifo', [fifo])
    await expect(openImage(fifo)).rejects.toMatchObject({ code: 'not-a-file' })
  })
})

describe('a folder that reaches out', () => {
  test('links that lead outside are reported and not followed, those inside are', async () => {
    const secret = await write('secret', 'not yours')
    const path = await unpack('links', image.files)
    const outside = blob('outside')
    const inside = blob('inside')
    const looped = blob('looped')
    await mkdir(join(path, 'more'))
    await writeFile(join(path, 'more/inside'), inside.bytes)
    await symlink(secret, join(path, pathOf(outside)))
    await symlink('../../more/inside', join(path, pathOf(inside)))
    await symlink(looped.digest.slice(7), join(path, pathOf(looped)))
    await symlink('../', join(path, 'up'))
    execFileSync('mkfifo', [join(path, 'blobs/sha256/fifo')])

    const source = await openImage(path)
    expect(source.problems.map(({ code, path: at }) => `${code} ${at}`).toSorted()).toEqual(
      [
        `dangling-link ${pathOf(looped)}`,
        `link-outside ${pathOf(outside)}`,
        'link-outside up',
        'not-a-file blobs/sha256/fifo',
      ].toSorted(),
    )
    expect(Buffer.from(await source.read(inside.digest)).toString()).toBe('inside')
    await expect(source.read(outside.digest)).rejects.toMatchObject({ code: 'outside' })
    await expect(source.read('up/secret')).rejects.toMatchObject({ code: 'outside' })
    await expect(source.read('../secret')).rejects.toMatchObject({ code: 'outside' })
    await expect(source.read('blobs/sha256/fifo')).rejects.toMatchObject({ code: 'not-a-file' })
    await expect(source.read('blobs')).rejects.toMatchObject({ code: 'not-a-file' })
    const [outcome] = await all(source.inspect([{ digest: outside.digest }]))
    expect(outcome?.failure?.code).toBe('outside')
  })

  test('hard links are files', async () => {
    const path = await unpack('hard', image.files)
    const other = blob('other')
    await writeFile(join(path, 'other'), other.bytes)
    await link(join(path, 'other'), join(path, pathOf(other)))
    const source = await openImage(path)
    expect(source.problems).toEqual([])
    expect(Buffer.from(await source.read(other.digest)).toString()).toBe('other')
  })

  test.skipIf(process.getuid?.() === 0)('a file that may not be read is reported as such', async () => {
    const path = await unpack('closed', image.files)
    await chmod(join(path, 'index.json'), 0)
    const source = await openImage(path)
    await expect(source.root()).rejects.toMatchObject({ code: 'unreadable' })
  })
})

describe('an archive that reaches out', () => {
  const inside = blob('inside')
  const outside = blob('outside')
  const archive = tar(
    ...Object.entries(image.files).map(([name, content]) => ({ name, content })),
    { name: '/etc/passwd', content: 'absolute' },
    { name: '../climbing', content: 'climbing' },
    { name: './index.json', content: 'the second one' },
    { name: 'more', content: 'inside' },
    { name: pathOf(inside), type: '2', link: '../../more' },
    { name: pathOf(outside), type: '2', link: '../../../etc/passwd' },
    { name: 'blobs/sha256/hard', type: '1', link: './more' },
    { name: 'blobs/sha256/lost', type: '1', link: 'nowhere' },
    { name: 'blobs/sha256/device', type: '3' },
  )
  test.for<[string, Uint8Array]>([
    ['as it is', archive],
    ['compressed', gzipSync(archive)],
  ])('entries that are not followed are reported: %s', async ([name, bytes]) => {
    const source = await openImage(await write(`hostile-${name}`, bytes))
    expect(source.problems.map(({ code, path }) => `${code} ${path}`).toSorted()).toEqual(
      [
        'absolute /etc/passwd',
        'climbing ../climbing',
        'dangling-link blobs/sha256/lost',
        'duplicate ./index.json',
        `link-outside ${pathOf(outside)}`,
        'not-a-file blobs/sha256/device',
      ].toSorted(),
    )
    expect(Buffer.from(await source.read('index.json'))).toEqual(image.files['index.json'])
    expect(Buffer.from(await source.read(inside.digest)).toString()).toBe('inside')
    expect(Buffer.from(await source.read('blobs/sha256/hard')).toString()).toBe('inside')
    await expect(source.read(outside.digest)).rejects.toMatchObject({ code: 'outside' })
    await expect(source.read('etc/passwd')).rejects.toMatchObject({ code: 'absent' })
  })

  test('a layout in a folder is not read, and the hint shows how to pack it', async () => {
    const source = await openImage(await write('lead.tar', archiveOf(image.files, 'app/')))
    expect(source.problems).toMatchObject([{ code: 'leading-folder', message: /tar -C app/ }])
    await expect(source.root()).rejects.toMatchObject({ code: 'absent' })
  })

  test('an archive that is cut short keeps what it has', async () => {
    const whole = archiveOf(image.files)
    const bytes = whole.subarray(0, whole.length - 5000)
    for (const [name, content] of [
      ['cut.tar', bytes],
      ['cut.tar.gz', gzipSync(bytes)],
    ] as const) {
      const source = await openImage(await write(name, content))
      expect(
        source.problems.map(({ code }) => code),
        name,
      ).toEqual(['truncated'])
      expect(Buffer.from(await source.read('index.json'))).toEqual(image.files['index.json'])
    }
  })

  test('sparse files are reported and not read', async () => {
    const sparse = { name: 'index.json', type: 'S', magic: 'ustar  \0', content: '{}' }
    const bytes = Buffer.concat([entry(sparse), archiveOf({ 'oci-layout': bytesOf('{}') })])
    const source = await openImage(await write('sparse.tar', bytes))
    expect(source.problems).toMatchObject([{ code: 'sparse' }])
    await expect(source.read('index.json')).rejects.toMatchObject({ code: 'not-a-file' })
  })
})

/** The files that this process has open, where the system lists them. */
const openFiles = () =>
  readdirSync('/proc/self/fd').flatMap((descriptor) => {
    try {
      return [readlinkSync(join('/proc/self/fd', descriptor))]
    } catch {
      return []
    }
  })

test.skipIf(!existsSync('/proc/self/fd'))(
  'an interrupt while a compressed archive is read is reported, and leaves no file open',
  async () => {
    const path = await write('interrupted.tgz', gzipSync(archiveOf(image.files)))
    const opening = openImage(path, { signal: AbortSignal.abort() })
    await expect(opening).rejects.toMatchObject({ code: 'aborted' })
    expect(openFiles()).not.toContain(path)
  },
)
