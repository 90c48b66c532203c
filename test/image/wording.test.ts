import { describe, expect, it } from 'vitest'
import { assess } from './assess.ts'
import { types, type Doc, type Layout } from '../../suites/image/layouts/build/layout.ts'
import type { Form } from '../../suites/image/layouts/build/write.ts'
import type { TarFile } from '../../suites/image/layouts/build/tar.ts'

const inLayer = (files: readonly TarFile[]) => (layout: Layout) => void layout.image({ layers: [{ files }] })

/** What findings contain: statements about an image that were false or unclear to those who reported them. */
const rows: readonly {
  what: string
  form?: Form
  entries?: (entries: TarFile[]) => TarFile[]
  make: (layout: Layout) => void
  requirement: string
  title: string
  received: string
}[] = [
  {
    what: 'an absolute path',
    make: inLayer([{ name: '/some-file', content: 'x' }]),
    requirement: 'layer.paths.relative',
    title: 'has absolute paths',
    received: '"/some-file"',
  },
  {
    what: 'a path that climbs',
    make: inLayer([{ name: '../../etc/cron', content: 'x' }]),
    requirement: 'layer.paths.relative',
    title: 'has paths that escape the root of the layer with ..',
    received: '"../../etc/cron"',
  },
  {
    what: 'a path that climbs and stays inside',
    make: inLayer([{ name: 'a/../b', content: 'x' }]),
    requirement: 'layer.paths.relative',
    title: 'has paths with .. in them',
    received: '"a/../b"',
  },
  {
    what: 'a hard link to nowhere',
    make: inLayer([{ name: 'a/b/bar', type: '1', link: 'a/b/foo' }]),
    requirement: 'layer.hard-links.within-layer',
    title: 'has hard links to paths that no earlier entry of the layer has',
    received: '"a/b/bar" to "a/b/foo"',
  },
  {
    what: 'a hard link to a directory',
    make: inLayer([
      { name: 'a/', type: '5' },
      { name: 'b', type: '1', link: 'a' },
    ]),
    requirement: 'layer.hard-links.not-to-directories',
    title: 'has hard links to directories',
    received: '"b" to "a"',
  },
  {
    what: 'a path in two forms',
    make: inLayer([
      { name: 'a', content: '1' },
      { name: './a', content: '2' },
    ]),
    requirement: 'layer.paths.unique',
    title: 'has a path more than once',
    received: '"./a", which is "a"',
  },
  {
    what: 'a folder twice',
    make: inLayer([
      { name: 'a/', type: '5' },
      { name: 'a/', type: '5' },
    ]),
    requirement: 'layer.paths.unique',
    title: 'has a path more than once',
    received: '"a/"',
  },
  {
    what: 'a dangling link instead of a blob',
    make(layout) {
      layout.image()
      const [path = ''] = layout.files.keys()
      layout.files.delete(path)
      layout.links.set(path, '../rootfs.tar.gz')
    },
    requirement: 'layout.blob.matches-name',
    title: 'has a link that does not lead to a file instead of a blob',
    received: 'a symbolic link to "../rootfs.tar.gz", which does not exist',
  },
  ...(['directory', 'archive'] as const).flatMap((form) => [
    {
      what: `a link to itself instead of a blob, in ${form}`,
      form,
      make(layout: Layout) {
        layout.image()
        const [path = ''] = layout.files.keys()
        layout.files.delete(path)
        layout.links.set(path, path.split('/').at(-1)!)
      },
      requirement: 'layout.blob.matches-name',
      title: 'has a link that does not lead to a file instead of a blob',
      received: ', which leads back to itself',
    },
    {
      what: `a link out of the layout instead of a blob, in ${form}`,
      form,
      make(layout: Layout) {
        layout.image()
        const [path = ''] = layout.files.keys()
        layout.files.delete(path)
        layout.links.set(path, '/etc/hostname')
      },
      requirement: 'layout.blob.matches-name',
      title: 'has a link that does not lead to a file instead of a blob',
      received: 'a symbolic link to "/etc/hostname", which is outside of the layout',
    },
  ]),
  ...(
    [
      [{ name: '/etc/x', content: 'x' }, 'has an absolute name, so it is not read', '"/etc/x"'],
      [{ name: 'a/../../x', content: 'x' }, 'has a name with .., so it is not read', '"a/../../x"'],
      [
        { name: 'more', type: '2', link: '/etc/passwd' },
        'is a link to "/etc/passwd", which is outside of the archive',
        '"more"',
      ],
      [
        { name: 'blobs/x', type: '2', link: 'nowhere' },
        'is a link to "nowhere", which does not exist',
        '"blobs/x"',
      ],
      [
        { name: 'blobs/x', type: '2', link: 'sha512' },
        'is a link to "sha512", which is a folder',
        '"blobs/x"',
      ],
    ] as const
  ).map(([entry, title, received]) => ({
    what: `an archive with ${entry.name}, which ${title}`,
    form: 'archive' as const,
    entries: (entries: TarFile[]): TarFile[] => [...entries, { name: 'blobs/sha512/', type: '5' }, entry],
    make: (layout: Layout) => void layout.image(),
    requirement: 'layout.archive.safe-entries',
    title,
    received,
  })),
  {
    what: 'a whiteout that is a folder of AUFS',
    make: inLayer([{ name: '.wh..wh.plnk/', type: '5' }]),
    requirement: 'layer.whiteouts.regular',
    title: 'has whiteouts that are not regular files',
    received: '".wh..wh.plnk/" (AUFS metadata, directory)',
  },
  {
    what: 'a text instead of a tar',
    make: (layout) =>
      void layout.image({ layers: [{ tar: Buffer.from('agents: {}\n'), mediaType: types.tar }] }),
    requirement: 'layer.tar.archive',
    title: 'is not a tar archive',
    received: 'text of 11 bytes, which begins with "agents: {}\\n"',
  },
  {
    what: 'a tar under the type of gzip',
    make: (layout) => void layout.image({ layers: [{ bytes: (tar) => tar }] }),
    requirement: 'layer.compression.gzip',
    title: 'is not compressed with gzip',
    received: 'a tar that is not compressed',
  },
  ...(
    [
      ['<html>502 Bad Gateway</html>', 'an HTML page of 28 bytes, which begins with "<html>502'],
      ['version https://git-lfs.github.com/spec/v1\n', 'a Git LFS pointer of 43 bytes'],
      ['  architecture: amd64', 'text of 21 bytes, which begins with "  architecture: amd64"'],
      ['', 'no bytes at all'],
    ] as const
  ).map(([text, received]) => ({
    what: `${JSON.stringify(text)} instead of a configuration`,
    make: (layout: Layout) => void layout.image({ config: () => text }),
    requirement: 'json.well-formed',
    title: 'is not JSON',
    received,
  })),
  {
    what: 'a configuration that is cut short',
    make: (layout) => void layout.image({ config: () => '{"os":"linux",' }),
    requirement: 'json.well-formed',
    title: 'has the end of the text where the name of a member is expected',
    received: 'invalid JSON at line 1, column 15 (byte 14)',
  },
  {
    what: 'a page of a proxy instead of a layer',
    make: (layout) => void layout.image({ layers: [{}, { bytes: () => Buffer.from('<html>503</html>') }] }),
    requirement: 'layer.compression.gzip',
    title: 'is not compressed with gzip',
    received: 'an HTML page of 16 bytes, which begins with "<html>503</html>"',
  },
  {
    what: 'a config of Docker under an artifact',
    make(layout) {
      layout.entries.push(
        layout.document(
          {
            schemaVersion: 2,
            mediaType: types.dockerManifest,
            config: layout.document({}, types.dockerConfig),
            layers: [layout.blob('hsqs', 'application/vnd.sylabs.image.layer.v1.squashfs')],
          },
          types.dockerManifest,
        ),
      )
    },
    requirement: 'artifact.config.specific-type',
    title: `has "${types.dockerConfig}" at /config/mediaType`,
    received: `"${types.dockerConfig}"`,
  },
  {
    what: 'an index.json that is a link to a folder',
    make(layout) {
      layout.image()
      layout.links.set('index.json', 'blobs')
    },
    requirement: 'layout.index.exists',
    title: 'has an index.json that cannot be read',
    received: 'index.json is not a regular file',
  },
  {
    what: 'two images of one name, with full names',
    make(layout) {
      for (const name of ['a', 'b']) {
        layout.image({
          entry: (entry) =>
            void Object.assign(entry['annotations'] as Doc, {
              'io.containerd.image.name': `example.com/${name}:1`,
            }),
        })
      }
    },
    requirement: 'layout.index.unique-names',
    title: 'has 2 entries of index.json with the name "latest"',
    received: ' and "example.com/b:1" (sha256:',
  },
  {
    what: 'files of macOS among the blobs',
    make(layout) {
      layout.image()
      const paths = [...layout.files.keys()]
      for (const path of paths) layout.files.set(path.replace(/([^/]+)$/, '._$1'), Buffer.alloc(1))
    },
    requirement: 'layout.blob.name-grammar',
    title: 'has macOS files among its blobs',
    received: '(AppleDouble) and 2 more',
  },
]

describe('what findings contain', () => {
  it.each(rows)('$what', async ({ requirement, title, received, ...row }) => {
    const results = await assess({ id: 'wording', title, ...row })
    const { findings = [], verdict } = results.find(({ id }) => id === requirement) ?? {}
    expect(findings.map((each) => each.title)).toEqual([title])
    expect(findings[0]?.received).toContain(received)
    expect(['fail', 'warn']).toContain(verdict)
    expect(results.filter((each) => each.verdict === 'error')).toEqual([])
  })
})
