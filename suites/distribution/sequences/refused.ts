import { isIndexKind } from './content/documents.ts'
import { requestOf } from './request.ts'
import type { Sender, Sent } from './sender.ts'
import type { Sequence, Step } from './sequence.ts'

/** What a refused manifest refers to is read: where some of it is gone, that is what is wrong. */

type Push = Extract<Step, { do: 'push-manifest' }>

export const hasRefused = (step: Push, sent: readonly Sent[]): boolean =>
  (sent.findLast((each) => each.step === step)?.exchange.response?.status ?? 0) >= 400

export async function readParts(step: Push, sender: Sender, manifests: Sequence['manifests']): Promise<void> {
  const { at } = step
  const recipe = manifests[step.manifest]
  if (recipe === undefined) return
  const isIndex = isIndexKind(recipe.kind)
  const blobs = isIndex ? [] : [...(recipe.config === 'empty' ? [] : [recipe.config.blob]), ...recipe.layers]
  const children = isIndex ? recipe.manifests : []
  for (const blob of new Set(blobs))
    await sender.send(step, requestOf({ do: 'read-blob', method: 'GET', at, blob }, sender))
  for (const digest of new Set(children))
    await sender.send(
      step,
      requestOf({ do: 'read-manifest', method: 'GET', at, by: { digest }, accept: 'list' }, sender),
    )
}
