import { withoutUndefined } from '../../../src/engine/optional.ts'
import type { Target } from '../../../src/engine/run.ts'
import type { ImageSource } from '../../../src/image/source/source.ts'
import type { ImageContext } from './context.ts'
import { collect, type CollectOptions } from '../facts/collect.ts'
import type { ImageFacts } from '../facts/facts.ts'
import { imageOf, type Image } from '../view/image.ts'

export interface ImageTargetOptions extends CollectOptions {
  source: ImageSource
  /** What the user calls the image. */
  label?: string
  configuration?: string
  /** Called once, when everything about the image is known. */
  onFacts?: (facts: ImageFacts) => void
}

/** An image as the target of the image suites: it is read once, when the first test needs it. */
export function imageTarget({
  source,
  label,
  configuration,
  onFacts,
  ...options
}: ImageTargetOptions): Target<ImageContext> {
  const { allowMissing } = options
  // Readers of docker archives fetch nothing from elsewhere: what is missing there is lost.
  const closed = options.closed || (source.kind === 'docker-archive' && !allowMissing)
  let found: Promise<ImageFacts> | undefined
  const facts = () =>
    (found ??= collect(source, { ...options, closed }).then((collected) => {
      onFacts?.(collected)
      return collected
    }))
  let seen: Promise<Image> | undefined
  const image = () => (seen ??= facts().then((collected) => imageOf(collected, options.spec)))
  const description = source.describe()
  const details = {
    ...withoutUndefined({ label, 'options from': configuration }),
    ...description.details,
    ...(options.closed ? { closed: 'yes' } : {}),
    ...(allowMissing ? { 'missing content': 'allowed' } : {}),
  }
  return {
    description: { ...description, details },
    open: (tools) => ({ ...tools, closed, allowMissing, facts, image }),
    detailsAtEnd: () => source.detailsAtEnd?.() ?? {},
  }
}
