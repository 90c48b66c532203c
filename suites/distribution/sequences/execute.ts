import { emptyContent } from '../../../src/content/content.ts'
import type { RegistryContext } from '../target/context.ts'
import { needsEmpty } from './content/documents.ts'
import { listReferrers, listTags } from './listing.ts'
import type { Materials } from './materials.ts'
import { escapedQuery, reversedQuery } from './queries.ts'
import { hasRefused, readParts } from './refused.ts'
import { requestOf } from './request.ts'
import type { Sender, Sent } from './sender.ts'
import type { Place, Sequence, Step } from './sequence.ts'
import { createUploads, isOfUpload, type Uploads } from './uploads.ts'

export interface ExecuteOptions {
  /** Nothing else is in flight meanwhile, as far as that can be had. */
  alone?: boolean
  /** Called before each step; a promise holds it back. */
  before?: (step: Step) => Promise<void> | undefined
}

/** As the step writes its query; what the registry has put into a URL stays as it is. */
function writtenPath(step: Step, path: string): string {
  const ordered = 'order' in step ? reversedQuery(path) : path
  return 'query' in step ? escapedQuery(ordered) : ordered
}

/** Carries a sequence out, one step after the other; returns what was sent, in the order of the responses. */
export async function execute(
  t: Pick<RegistryContext, 'send' | 'repository' | 'secondRepository' | 'next'>,
  { steps, manifests }: Sequence,
  materials: Materials,
  { alone = false, before }: ExecuteOptions = {},
): Promise<Sent[]> {
  const sent: Sent[] = []
  const together = new Set(steps.flatMap((step) => (step.do === 'at-once' ? step.steps : [])))
  const sender: Sender = {
    materials,
    tagged: new Map(),
    repositoryAt: (place) => (place === 'home' ? t.repository : t.secondRepository),
    async send(step, request) {
      const exchange = await t.send({
        ...request,
        path: writtenPath(step, request.path),
        judgesTransport: true,
        repeatsItself: true,
        // What is to overlap does not wait for each other.
        alone: alone && !together.has(step),
        spare: true,
      })
      sent.push({ exchange, step })
      return exchange
    },
  }
  const uploads = createUploads(sender)
  const withEmpty = new Set<Place>()
  const run = async (step: Step): Promise<void> => {
    await before?.(step)
    if (step.do === 'at-once') {
      await Promise.all(step.steps.map(run))
      return
    }
    if (step.do === 'push-manifest' && needsEmpty({ manifests }, step.manifest) && !withEmpty.has(step.at)) {
      withEmpty.add(step.at)
      await uploads.push(step, emptyContent, step.at)
    }
    await carryOut(step, sender, uploads)
    if (step.do === 'push-manifest' && hasRefused(step, sent)) await readParts(step, sender, manifests)
  }
  for (const step of steps) await run(step)
  return sent
}

async function carryOut(
  step: Exclude<Step, { do: 'at-once' }>,
  sender: Sender,
  uploads: Uploads,
): Promise<void> {
  if (step.do === 'look-around')
    throw new Error('a look-around is written out before the sequence is carried out: see expand')
  if (step.do === 'list-tags') await listTags(step, sender)
  else if (step.do === 'list-referrers') await listReferrers(step, sender, requestOf(step, sender))
  else if (isOfUpload(step)) await uploads.carryOut(step)
  else await sender.send(step, requestOf(step, sender))
}
