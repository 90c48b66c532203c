import { withRegistry } from '../fixtures/registries/start.ts'
import { assay } from './commands.ts'
import { atMost, type Figure } from './figures.ts'
import { measure, type Command } from './process.ts'

/** A registry that keeps blobs on the disk. */
const registry = 'docker-registry'
/** Mebibytes that a run with blobs of a gibibyte may need more than one with blobs of 64 MiB. */
const limit = { value: 48, text: '48 MiB more' }

const blobs = ['push.post-put', 'push.chunked', 'pull.blob']

/** A run of the tests that push and pull a blob of this size in each way. */
function pushing(port: number, size: string): Command {
  const run = assay(port, 'thorough')
  const options = ['--requests', '0', '--largest-blob', size, '--only', ...blobs]
  return { ...run, argv: (folder) => [...run.argv(folder), ...options] }
}

/** The memory of a run does not grow with the size of what it pushes and pulls. */
export async function flatMemory(): Promise<Figure> {
  const peaks = await withRegistry(registry, async ({ url }) => {
    const port = Number(new URL(url).port)
    const found: number[] = []
    // oxlint-disable-next-line no-await-in-loop -- one at a time is the point
    for (const size of ['64MiB', '1GiB'])
      found.push((await measure(pushing(port, size), { memory: true })).peakMemory ?? 0)
    return found
  })
  const [small = 0, large = 0] = peaks
  const measured = `${large.toFixed(0)} MiB, and ${small.toFixed(0)} MiB with 64 MiB`
  return atMost('peak memory of a run with blobs of 1 GiB', large - small, limit, measured)
}
