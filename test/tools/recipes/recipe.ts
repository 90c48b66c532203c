import type { Tool } from '../tools.ts'
import type { Workshop } from '../workshop.ts'

/** How a tool makes images, and what is known of them. */
export interface Recipe {
  id: string
  title: string
  needs: readonly Tool[]
  /** Returns the targets to validate. */
  make: (workshop: Workshop) => Promise<readonly string[]>
  /** What the text calls a SHOULD and the tool does not do. */
  warns: readonly string[]
  /** What fails and was verified by hand in the bytes. */
  fails?: readonly string[]
}

/** Layouts of tools whose index.json has no media type. */
export const bareIndex = 'index.media-type.exists'
/** Manifests that have no media type: umoci writes none, and who copies them changes nothing. */
export const bareManifest = 'manifest.media-type.exists'

/** umoci writes what it removes last: here `.wh.sh` after `ash`. */
export const lateWhiteout = 'layer.whiteouts.first'

/** A layout `umoci` with two images of busybox: `first`, and `second` with a whiteout and a layer more. */
export async function umociLayout({ run, path }: Workshop): Promise<void> {
  await run('umoci', 'init', '--layout', 'umoci')
  await run('umoci', 'new', '--image', 'umoci:first')
  await run('umoci', 'unpack', '--image', 'umoci:first', 'bundle')
  await run('tar', '-C', path('bundle/rootfs'), '-xf', 'layer.tar')
  await run('umoci', 'repack', '--image', 'umoci:first', 'bundle')
  await run('umoci', 'config', '--config.entrypoint', '/bin/busybox', '--image', 'umoci:first')
  await run('umoci', 'unpack', '--image', 'umoci:first', 'second')
  await run('busybox', 'mv', path('second/rootfs/bin/sh'), path('second/rootfs/bin/ash'))
  await run('umoci', 'repack', '--image', 'umoci:second', 'second')
}

/** An index `multi` of two platforms in the registry, in a repository of that name; answers its reference. */
export async function craneIndex({ run, registry }: Workshop, repository: string): Promise<string> {
  const image = `${registry}/${repository}`
  const tags = []
  for (const platform of ['linux/amd64', 'linux/arm64/v8']) {
    const tag = `${image}:${platform.replaceAll('/', '-')}`
    await run('crane', 'append', '--insecure', '--oci-empty-base', '-f', 'layer.tar', '-t', tag)
    await run('crane', 'mutate', '--insecure', '--set-platform', platform, '-t', tag, tag)
    tags.push('-m', tag)
  }
  await run(
    'crane',
    'index',
    'append',
    '--insecure',
    '--docker-empty-base=false',
    ...tags,
    '-t',
    `${image}:multi`,
  )
  return `${image}:multi`
}

export const remote = (reference: string): string => `http://${reference}`
