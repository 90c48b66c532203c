import { afterEach } from 'vitest'
import { outcomesOf } from '../../../src/results/conclusion/images.ts'
import type { RunResult } from '../../../src/results/result.ts'
import { createLayout, digestOf, type Layout } from '../../../suites/image/layouts/build/layout.ts'
import { tarOf } from '../../../suites/image/layouts/build/tar.ts'
import { serveMany, type ManyRegistry } from './many-registry.ts'

const open: ManyRegistry[] = []
afterEach(async () => {
  for (const registry of open.splice(0)) await registry.close()
})

const base = tarOf([{ name: 'base', content: 'what all images share' }])

/** Images of a layer that all share and one of their own; the DiffID of the shared one is wrong in some. */
export function imagesOf(count: number, wrong: (at: number) => boolean = () => false): Layout {
  const layout = createLayout()
  for (let at = 0; at < count; at += 1) {
    layout.image({
      name: `v${at}`,
      layers: [{ tar: base }, { files: [{ name: 'own', content: `${at}` }] }],
      config: (config) => {
        config['author'] = `${at}`
        if (!wrong(at)) return
        const rootfs = config['rootfs'] as { diff_ids: string[] }
        rootfs.diff_ids[0] = digestOf(Buffer.from('something else'))
      },
    })
  }
  return layout
}

/** Serves layouts until the test ends. */
export async function served(repositories: Readonly<Record<string, Layout>>): Promise<ManyRegistry> {
  const registry = await serveMany(repositories)
  open.push(registry)
  return registry
}

export const conclusions = (result: RunResult): string[] =>
  outcomesOf(result).map(({ name, conclusion }) => `${name.split('/').at(-1)} ${conclusion}`)
