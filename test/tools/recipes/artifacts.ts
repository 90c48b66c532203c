import { bareIndex, bareManifest, remote, umociLayout, type Recipe } from './recipe.ts'

const sbom = 'application/vnd.example.sbom'
const insecure = '--plain-http'

/** Tools for artifacts and their referrers. */
export const artifacts: readonly Recipe[] = [
  {
    id: 'oras',
    title: 'an artifact with a referrer, copied into another layout, a registry and an archive',
    needs: ['oras'],
    // The subject keeps the annotations of the entry that led to it.
    warns: ['annotations.ref-name.placement'],
    async make({ run, path, registry }) {
      const type = ['--artifact-type', 'application/vnd.example.thing']
      await run('oras', 'push', '--oci-layout', 'oras:v1', ...type, 'note.txt:text/plain')
      const attach = ['attach', '--oci-layout', 'oras:v1', '--artifact-type', sbom]
      await run('oras', ...attach, 'sbom.json:application/json')
      await run('oras', 'cp', '-r', '--from-oci-layout', 'oras:v1', '--to-oci-layout', 'copy:v1')
      const pushed = `${registry}/oras:v1`
      await run('oras', 'cp', '-r', '--from-oci-layout', 'oras:v1', '--to-plain-http', pushed)
      await run('oras', 'backup', insecure, '--include-referrers', '--output', 'backup.tar', pushed)
      return ['oras', 'copy', 'backup.tar'].map(path)
    },
  },
  {
    id: 'oras-registry',
    title: 'an artifact and what refers to it, pulled from a registry',
    needs: ['oras'],
    warns: [],
    async make({ run, registry }) {
      const image = `${registry}/oras-registry`
      const type = ['--artifact-type', 'application/vnd.example.thing']
      await run('oras', 'push', insecure, `${image}:v1`, ...type, 'note.txt:text/plain')
      const attach = ['attach', insecure, `${image}:v1`, '--artifact-type', sbom, '--format', 'json']
      const attached = JSON.parse(await run('oras', ...attach, 'sbom.json:application/json')) as {
        digest: string
      }
      return [remote(`${image}:v1`), remote(`${image}@${attached.digest}`)]
    },
  },
  {
    id: 'oras-index',
    title: 'an index of two artifacts',
    needs: ['oras'],
    warns: [],
    async make({ run, path }) {
      await run('oras', 'push', '--oci-layout', 'oras:v1', 'note.txt:text/plain')
      await run('oras', 'push', '--oci-layout', 'oras:v2', 'sbom.json:application/json')
      await run('oras', 'manifest', 'index', 'create', '--oci-layout', 'oras:multi', 'v1', 'v2')
      return [path('oras')]
    },
  },
  {
    id: 'oras-file',
    title: 'a file under the type of a layer, which is what oras writes unasked',
    needs: ['oras'],
    warns: ['layer.tar.archive'],
    async make({ run, path }) {
      await run('oras', 'push', '--oci-layout', 'oras:v1', 'note.txt')
      return [path('oras')]
    },
  },
  {
    id: 'regctl',
    title: 'an image with a referrer and an index, in layouts, a registry and an archive',
    needs: ['umoci', 'regctl'],
    warns: [bareIndex, bareManifest],
    async make(workshop) {
      const { run, path, registry } = workshop
      await umociLayout(workshop)
      const pushed = `${registry}/regctl:first`
      await run('regctl', 'registry', 'set', '--tls', 'disabled', registry)
      const copy = (...args: string[]) => run('regctl', 'image', 'copy', '--referrers', ...args)
      await copy('ocidir://umoci:first', 'ocidir://regctl:first')
      const put = ['artifact', 'put', '--artifact-type', sbom, '--subject', 'ocidir://regctl:first']
      await run('regctl', ...put, '-f', 'sbom.json', '--file-media-type', 'application/json')
      await run(
        'regctl',
        'image',
        'mod',
        'ocidir://regctl:first',
        '--create',
        'zstd',
        '--layer-compress',
        'zstd',
      )
      const index = ['index', 'create', 'ocidir://regctl:multi', '--ref', 'ocidir://regctl:zstd']
      await run('regctl', ...index, '--ref', 'ocidir://regctl:first')
      await copy('ocidir://regctl:first', pushed)
      await copy(pushed, 'ocidir://pulled:first')
      await run('regctl', 'image', 'export', 'ocidir://regctl:multi', 'exported.tar')
      return [...['regctl', 'pulled', 'exported.tar'].map(path), remote(pushed)]
    },
  },
  {
    id: 'regctl-times',
    title: 'layers of a zstd type that regctl left compressed with gzip when it also set their times',
    needs: ['umoci', 'regctl'],
    warns: [bareManifest],
    // The blob begins with 1f 8b under a type with +zstd.
    fails: ['layer.compression.zstd'],
    async make(workshop) {
      const { run, path } = workshop
      await umociLayout(workshop)
      await run('regctl', 'image', 'copy', 'ocidir://umoci:first', 'ocidir://regctl:first')
      const times = ['--layer-compress', 'zstd', '--time', 'set=2024-01-01T00:00:00Z']
      await run('regctl', 'image', 'mod', 'ocidir://regctl:first', '--create', 'zstd', ...times)
      return [path('regctl')]
    },
  },
]
