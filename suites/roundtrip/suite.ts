import { withoutUndefined } from '../../src/engine/optional.ts'
import { holds, violated } from '../../src/engine/judgement.ts'
import { ImageError } from '../../src/image/error.ts'
import { NotEvaluated } from '../../src/engine/record.ts'
import type { Suite } from '../../src/engine/suite.ts'
import { manifestPath } from '../distribution/requests/paths.ts'
import { specification } from '../distribution/specification.ts'
import type { Trip, TripContext } from './context.ts'
import type { TripContent } from './content.ts'
import { pullAll } from './pull.ts'
import type { TripRecord } from '../../src/registry/record/trip.ts'
import { pushAll, tagsOf, type Pushed } from './push.ts'
import { listReferrers } from './referrers.ts'
import { requirements, type RequirementId } from './requirements.ts'

/** Of a test with all layers of an image in it; the limit of the run ends it before. */
const timeFactor = 1000

/** Pushes one image and pulls it again: every statement about its content is evaluated on all of it. `open` is called when it runs. */
export const roundtripSuite = (open: () => Trip): Suite<TripContext, RequirementId> => ({
  name: 'roundtrip',
  title: 'Round trip',
  specification,
  requirements,
  tests: [
    {
      id: 'roundtrip.image',
      title: 'pushes all of the image, pulls it and compares it',
      evaluates: requirements.map(({ id }) => id),
      timeFactor,
      async run(t) {
        const trip = open()
        try {
          await travel(t, trip)
        } finally {
          // Nobody waits for what does not come any more.
          trip.onPushed?.({})
        }
      },
    },
  ],
})

async function travel(t: TripContext, trip: Trip): Promise<void> {
  await requireNewTag(t, trip)
  const content = await contentOf(trip)
  if (content.missing.length > 0) {
    for (const { id } of requirements) t.unevaluated(id, `${content.missing[0]}${andMore(content.missing)}`)
  }
  t.recordTrip(recordOf(trip, content))
  const pushed = await pushAll(t, trip, content)
  const [first] = pushed.tags
  trip.onPushed?.(first ? { ...first, all: pushed.tags } : withoutUndefined({ rejected: pushed.rejected }))
  await pullAll(t, trip, content, pushed)
  const areListed = await listReferrers(t, content, pushed)
  await validate(t, trip, pushed)
  endIncomplete(t, content, pushed)
  if (!areListed) t.blocked('roundtrip.referrers.listed', 'no referrer is listed')
}

/** Parts of an image that are recorded at most: pages and logs have no room for a script with more of them. */
const mostParts = 250

function recordOf({ about, tag }: Trip, { manifests, blobs, roots }: TripContent): TripRecord {
  const isRecorded = manifests.length + blobs.length <= mostParts
  const parts = manifests.map(({ name: _name, lacks: _lacks, ...part }) => part)
  return {
    kind: 'trip',
    ...about,
    manifests: isRecorded ? parts : [],
    blobs: isRecorded
      ? blobs.map(({ digest, data }) => ({
          digest,
          ...(data ? { data: Buffer.from(data).toString('base64') } : {}),
        }))
      : [],
    tags: tagsOf(roots, tag),
  }
}

/** A tag of somebody else is not moved. */
async function requireNewTag(t: TripContext, { tag }: Trip): Promise<void> {
  const found = await t.send({ method: 'HEAD', path: manifestPath(t.repository, tag) })
  if (found.response?.status === 200)
    throw new NotEvaluated(`the tag ${tag} exists already in ${t.repository}: choose another, or none`)
}

const andMore = ({ length }: readonly string[]): string => (length > 1 ? `, and ${length - 1} more` : '')

async function contentOf(trip: Trip): Promise<TripContent> {
  try {
    return await trip.content()
  } catch (error) {
    if (error instanceof ImageError) throw new NotEvaluated(error.message)
    throw error
  }
}

async function validate(t: TripContext, trip: Trip, { tags }: Pushed): Promise<void> {
  for (const { digest } of tags) {
    const invalid = await trip.validate(digest)
    t.check('roundtrip.valid', holds())
    for (const { requirement, title, before } of invalid) {
      const when = before ? 'before it was pushed, too' : 'only after it was pulled'
      t.check(
        'roundtrip.valid',
        violated(
          `${requirement}: ${title}`,
          'a valid image',
          `an image that violates ${requirement}, ${when}`,
        ),
      )
    }
  }
}

const ofBlobs = ['roundtrip.blob.accepted', 'roundtrip.blob.pulled', 'roundtrip.blob.bytes'] as const

/** What was not pushed could not be pulled either, so that nothing of which nothing was evaluated passes. */
function endIncomplete(
  t: TripContext,
  content: TripContent,
  { blobs, manifests, tags, rejected }: Pushed,
): void {
  if (content.blobs.length === 0) for (const id of ofBlobs) t.skip(id, 'the image has no blobs')
  const reason =
    blobs.size < content.blobs.length
      ? 'not all blobs could be pushed'
      : manifests.size < content.manifests.length
        ? 'not all manifests could be pushed'
        : tags.length === 0
          ? 'the image could not be tagged'
          : undefined
  if (reason === undefined) return
  if (rejected) t.blocked(rejected, reason)
  for (const { id } of requirements) t.unevaluated(id, reason)
}
