import { startThreads } from '../image/threads/early.ts'
import { stopAhead } from '../image/threads/inspection-thread.ts'
import { exitCodes, Failure } from '../results/conclusion/failure.ts'
import { namesImage } from './names-image.ts'
import type { AssayOptions } from './options.ts'
import { runTarget, type RunOutcome } from './pipeline.ts'

/**
 * Tests a registry or validates an image, depending on the form of the target. Only what that needs is loaded: a layout
 * is often validated in less time than the registry client and its suites take to load. Throws Failure where nothing could be
 * evaluated (wrong options, not reachable, not readable); what is wrong with the target is in the result.
 */
export async function assay(options: AssayOptions): Promise<RunOutcome> {
  if (namesMany(options)) {
    checkOptions(
      options,
      registryOnly.filter(([name]) => name !== 'shard'),
      (name) => `images are validated, and ${name} is an option for registries`,
    )
    if (options.name !== undefined) {
      const advice = 'leave it out, or leave out --all-tags, --catalog and --images'
      throw new Failure('name selects one image, and many are validated', exitCodes.usage, advice)
    }
    const { imagesTarget } = await import('./images/target.ts')
    return runTarget(imagesTarget(withTarget(options)), options)
  }
  const { since, facts } = options
  if (since !== undefined || facts !== undefined) {
    const advice = 'add --all-tags, --catalog, --images or --with-referrers'
    throw new Failure('since and cache are options for many images', exitCodes.usage, advice)
  }
  if (namesImage(options.target)) {
    checkOptions(
      options,
      registryOnly,
      (name) => `${options.target} is an image, and ${name} is an option for registries`,
    )
    startThreads(options.target, options)
    try {
      const { imageTarget } = await import('./image/target.ts')
      return await runTarget(imageTarget(options), options)
    } finally {
      stopAhead()
    }
  }
  checkOptions(options, imageOnly, (name) => `${name} is an option for images, and this is a registry`)
  const { registryTarget } = await import('./registry/target.ts')
  return runTarget(registryTarget(options), options)
}

/** Whether many images are validated in one run. */
export const namesMany = ({
  images,
  allTags,
  catalog,
  referrers,
}: Pick<AssayOptions, 'images' | 'allTags' | 'catalog' | 'referrers'>): boolean =>
  images !== undefined || allTags === true || catalog === true || referrers === true

/** The target alone is an image, where only what refers to it is wanted besides. */
const withTarget = (options: AssayOptions): AssayOptions =>
  options.images || options.allTags || options.catalog ? options : { ...options, images: [options.target] }

/** Options of the other kind of target, with what to do instead where there is more to do than to leave them out. */
type Foreign = readonly (readonly [name: keyof AssayOptions, advice?: string])[]

const nameRegistry = 'name a registry as http(s)://host[:port], optionally with a path prefix'

const registryOnly: Foreign = [
  ['shard', 'shards divide many images: add --all-tags, --catalog or --images'],
  ['repository', nameRegistry],
  ['secondRepository', nameRegistry],
  ['readOnly', nameRegistry],
  ['depth', nameRegistry],
  ['requests', nameRegistry],
  ['sequences', nameRegistry],
  ['largestBlob', nameRegistry],
  ['wait', nameRegistry],
  ['seed', nameRegistry],
  ['server', nameRegistry],
]

const imageOnly: Foreign = [
  ['closed'],
  ['limits'],
  ['policies'],
  ['allowMissing'],
  ['since'],
  ['facts'],
  ['name'],
  ['platforms'],
]

function checkOptions(options: AssayOptions, foreign: Foreign, message: (name: string) => string): void {
  const found = foreign.find(([name]) => options[name] !== undefined && options[name] !== false)
  if (found) throw new Failure(message(dashed(found[0])), exitCodes.usage, found[1])
}

/** The name of an option as on the command line. */
const dashed = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
