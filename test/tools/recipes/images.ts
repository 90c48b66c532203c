import { writeFileSync } from 'node:fs'
import {
  bareIndex,
  bareManifest,
  craneIndex,
  lateWhiteout,
  remote,
  umociLayout,
  type Recipe,
} from './recipe.ts'
import type { Workshop } from '../workshop.ts'

const policy = '--insecure-policy'
const source = '--src-tls-verify=false'
const destination = '--dest-tls-verify=false'

/** buildah with all that it stores in the workshop. */
const buildah = ({ run, path }: Workshop) => {
  const store = ['--storage-driver', 'vfs', '--root', path('store'), '--runroot', path('run')]
  const signatures = ['--signature-policy', path('policy.json')]
  return {
    run: (...args: string[]) => run('buildah', ...store, ...args),
    signed: (command: string[], ...args: string[]) =>
      run('buildah', ...store, ...command, ...signatures, ...args),
  }
}

/** buildah names a base of nothing in annotations: their values are empty. */
const emptyBase = ['annotations.base-digest.grammar', 'annotations.base-name.reference']

/** Tools that build and copy images. */
export const images: readonly Recipe[] = [
  {
    id: 'umoci',
    title: 'a layout of two images, with a whiteout, as a folder and in archives',
    needs: ['umoci'],
    warns: [bareIndex, bareManifest, lateWhiteout],
    async make(workshop) {
      const { run, path } = workshop
      await umociLayout(workshop)
      await run('tar', '-C', 'umoci', '-cf', 'umoci.tar', '.')
      await run('gzip', '-k', 'umoci.tar')
      return ['umoci', 'umoci.tar', 'umoci.tar.gz'].map(path)
    },
  },
  {
    id: 'skopeo',
    title: 'copies into layouts, archives, with zstd, and by way of a registry',
    needs: ['umoci', 'skopeo'],
    warns: [bareIndex, bareManifest, lateWhiteout],
    async make(workshop) {
      const { run, path, registry } = workshop
      await umociLayout(workshop)
      const copy = (...args: string[]) => run('skopeo', policy, 'copy', ...args)
      const pushed = `${registry}/skopeo:first`
      await copy('oci:umoci:second', 'oci:plain:second')
      await copy('--dest-compress', '--dest-compress-format', 'zstd', 'oci:umoci:second', 'oci:zstd:second')
      await copy('oci:umoci:second', 'oci-archive:archive.tar:second')
      await copy(destination, 'oci:umoci:first', `docker://${pushed}`)
      await copy(source, `docker://${pushed}`, 'oci:pulled:first')
      return [...['plain', 'zstd', 'archive.tar', 'pulled'].map(path), remote(pushed)]
    },
  },
  {
    id: 'docker-archives',
    title: 'archives without a layout, by skopeo and by crane in both of its forms',
    needs: ['umoci', 'skopeo', 'crane'],
    warns: [lateWhiteout],
    async make(workshop) {
      const { run, path, registry } = workshop
      await umociLayout(workshop)
      const pushed = `${registry}/docker-archives:second`
      await run('skopeo', policy, 'copy', 'oci:umoci:second', 'docker-archive:saved.tar:app:second')
      await run('skopeo', policy, 'copy', destination, 'oci:umoci:second', `docker://${pushed}`)
      await run('crane', 'pull', '--insecure', pushed, 'pulled.tar')
      await run('crane', 'pull', '--insecure', '--format', 'legacy', pushed, 'legacy.tar')
      await run('gzip', '-k', 'legacy.tar')
      return ['saved.tar', 'pulled.tar', 'legacy.tar', 'legacy.tar.gz'].map(path)
    },
  },
  {
    id: 'skopeo-platforms',
    title: 'all platforms of an index into a layout and an archive, and one of them',
    needs: ['crane', 'skopeo'],
    warns: [bareIndex],
    async make(workshop) {
      const { run, path } = workshop
      const index = `docker://${await craneIndex(workshop, 'skopeo-platforms')}`
      const copy = (...args: string[]) => run('skopeo', policy, 'copy', source, ...args)
      await copy('--all', index, 'oci:all:multi')
      await copy('--all', index, 'oci-archive:all.tar:multi')
      await copy('--override-os', 'linux', '--override-arch', 'amd64', index, 'oci:one:one')
      return ['all', 'all.tar', 'one'].map(path)
    },
  },
  {
    id: 'skopeo-docker',
    title: 'an image in the format of Docker, in a registry',
    needs: ['umoci', 'skopeo'],
    warns: [],
    async make(workshop) {
      const { run, registry } = workshop
      await umociLayout(workshop)
      const pushed = `${registry}/skopeo-docker:first`
      await run(
        'skopeo',
        policy,
        'copy',
        destination,
        '--format',
        'v2s2',
        'oci:umoci:first',
        `docker://${pushed}`,
      )
      return [remote(pushed)]
    },
  },
  {
    id: 'buildah',
    title: 'an image from scratch in a layout, an archive and a registry',
    needs: ['buildah'],
    warns: [bareIndex, ...emptyBase],
    async make(workshop) {
      const { path, registry } = workshop
      const tool = buildah(workshop)
      const container = (await tool.run('from', 'scratch')).trim()
      await tool.run('copy', container, 'rootfs', '/')
      const config = [
        '--entrypoint',
        '["/bin/busybox"]',
        '--env',
        'A=b',
        '--port',
        '80/tcp',
        '--user',
        '1000',
      ]
      await tool.run('config', ...config, container)
      await tool.signed(['commit'], container, 'oci:built:one')
      await tool.signed(['commit'], container, 'oci-archive:built.tar:one')
      await tool.signed(['commit', '--tls-verify=false'], container, `docker://${registry}/buildah:one`)
      return [path('built'), path('built.tar')]
    },
  },
  {
    id: 'podman',
    title: 'an image that is built from scratch, saved as a folder and as an archive, and pushed',
    needs: ['podman'],
    warns: [bareIndex, 'annotations.base-name.reference'],
    async make(workshop) {
      const { run, path, registry } = workshop
      const store = ['--storage-driver', 'vfs', '--root', path('store'), '--runroot', path('run')]
      const podman = (...args: string[]) => run('podman', ...store, ...args)
      writeFileSync(path('Containerfile'), 'FROM scratch\nCOPY rootfs /\nENTRYPOINT ["/bin/busybox"]\n')
      const name = `${registry}/podman:one`
      await podman('build', '--isolation', 'chroot', '--tag', name, '.')
      await podman('save', '--format', 'oci-dir', '--output', 'saved', name)
      await podman('save', '--format', 'oci-archive', '--output', 'saved.tar', name)
      await podman('push', '--tls-verify=false', name)
      return [path('saved'), path('saved.tar'), name]
    },
  },
  {
    id: 'buildah-platforms',
    title: 'an index of two platforms',
    needs: ['buildah'],
    warns: [bareIndex, ...emptyBase],
    async make(workshop) {
      const tool = buildah(workshop)
      await tool.run('manifest', 'create', 'many')
      for (const arch of ['amd64', 'arm64']) {
        const container = (await tool.run('from', '--arch', arch, 'scratch')).trim()
        await tool.run('copy', container, 'rootfs', '/')
        await tool.run('config', '--arch', arch, container)
        await tool.signed(['commit'], container, arch)
        await tool.run('manifest', 'add', 'many', arch)
      }
      await tool.signed(['manifest', 'push', '--all'], 'many', 'oci:many:multi')
      return [workshop.path('many')]
    },
  },
  {
    id: 'crane',
    title: 'an index of two platforms in a registry, and pulled as a layout',
    needs: ['crane'],
    warns: [],
    async make(workshop) {
      const index = await craneIndex(workshop, 'crane')
      await workshop.run('crane', 'pull', '--insecure', '--format=oci', index, 'pulled')
      return [remote(index), workshop.path('pulled')]
    },
  },
  {
    id: 'crane-append',
    title: 'an image without a platform in a registry, and pulled as a layout',
    needs: ['crane'],
    // It writes both as the empty text.
    warns: ['config.architecture.goarch', 'config.os.goos'],
    async make({ run, path, registry }) {
      const image = `${registry}/crane-append:one`
      await run('crane', 'append', '--insecure', '--oci-empty-base', '-f', 'layer.tar', '-t', image)
      await run('crane', 'pull', '--insecure', '--format=oci', image, 'pulled')
      return [remote(image), path('pulled')]
    },
  },
]
