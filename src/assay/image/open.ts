import { unlessEnded, type RunLimit } from '../../engine/limit.ts'
import { limitOf, type ImageLimits } from '../../image/limits.ts'
import { damageOf, isBeyondLimit } from '../../image/source/archive/damage.ts'
import { openImage, type OpenOptions } from '../../image/source/open/open.ts'
import { unopened } from '../../image/source/open/unopened.ts'
import { formsOfImages, ImageError } from '../../image/error.ts'
import type { ImageSource } from '../../image/source/source.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { printable } from '../../results/text/printable.ts'
import { endedEarly } from '../ended.ts'

/**
 * Opens an image, within the time limit of the run: a compressed archive is read as a whole while it is opened.
 * Where that takes too long, the run ends with its reports, and none of its tests reads what is not open.
 */
export async function openWithin(
  limit: RunLimit,
  target: string,
  options: OpenOptions,
): Promise<ImageSource> {
  const opening = open(target, { ...options, signal: limit.signal })
  try {
    return await unlessEnded(limit, opening, endedEarly)
  } catch (error) {
    opening.then((source) => source.close()).catch(() => undefined)
    if (limit.ending()) return unopened(target)
    throw error
  }
}

async function open(target: string, options: OpenOptions): Promise<ImageSource> {
  const source = await openImage(target, options).catch(rethrown)
  const damage = damageOf(source)
  if (damage) {
    await source.close()
    if (isBeyondLimit(damage)) {
      throw new Failure(`${target} cannot be read to its end: it ${damage.message}`, exitCodes.incomplete)
    }
    const again = 'fetch or make the archive again'
    throw new Failure(`${target} is damaged or cut short: it ${damage.message}`, exitCodes.incomplete, again)
  }
  await checkManifest(source, options.limits).catch(rethrown)
  return source
}

/** Without a manifest from the registry, or an image in a docker archive, there is nothing to validate, unlike a layout without index.json. */
async function checkManifest(source: ImageSource, limits?: ImageLimits): Promise<void> {
  if (source.kind !== 'registry' && source.kind !== 'docker-archive') return
  try {
    const { name, bytes } = await source.root({ limit: limitOf(limits, 'document-size') })
    if (source.kind === 'docker-archive' && isEmptyList(bytes)) {
      const why = `contains no image: its ${name} is an empty list`
      throw new ImageError('not-an-image', `${source.describe().name} ${why}`)
    }
  } catch (error) {
    // What is beyond a limit is reported by the run, and an interrupted one ends with its reports.
    if (error instanceof ImageError && (error.code === 'too-large' || error.code === 'aborted')) return
    await source.close()
    if (source.kind === 'registry' || (error instanceof ImageError && error.code === 'not-an-image'))
      throw error
  }
}

/** `[]` of manifest.json, or `{}` of repositories. */
const isEmptyList = (bytes: Uint8Array): boolean =>
  bytes.length < 100 && /^\s*(?:\[\s*\]|\{\s*\})\s*$/.test(Buffer.from(bytes).toString('latin1'))

const rethrown = (error: unknown): never => {
  throw error instanceof ImageError ? failureOf(error) : error
}

function failureOf({ code, message, advice }: ImageError): Failure {
  const next = advice ?? (code === 'absent' ? formsOfImages : undefined)
  return new Failure(
    printable(message),
    code === 'usage' ? exitCodes.usage : exitCodes.incomplete,
    next === undefined ? undefined : printable(next),
  )
}
