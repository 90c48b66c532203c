import type { Place, Sequence, Step } from './sequence.ts'

/**
 * What others may have done in the same repository just before a step, so that a response which depends on it can be had again
 * alone: lists have a state that is not that of one sequence, as have the uploads of a repository.
 */

/** Names that no sequence of a plan has. */
const names = { blob: 'company-blob', one: 'company-one', other: 'company-other', tag: 'company-tag' }
const upload = 'company-upload'

/** The sequence up to this step, with steps before the one that it is or is part of. */
function upTo(sequence: Sequence, step: Step, before: (whole: Step) => readonly Step[]): Sequence {
  const { blobs, manifests, tags, steps } = sequence
  const at = steps.findIndex((each) => each === step || (each.do === 'at-once' && each.steps.includes(step)))
  const whole = steps[at]
  const image = {
    kind: 'image',
    written: 'compact',
    algorithm: 'sha256',
    mediaType: true,
    config: { blob: names.blob },
    layers: [names.blob],
    manifests: [],
  } as const
  return {
    ...sequence,
    blobs: { ...blobs, [names.blob]: { size: 1000, bytes: 'random', algorithm: 'sha256' } },
    manifests: {
      ...manifests,
      [names.one]: { ...image, annotations: { company: 'one' } },
      [names.other]: { ...image, annotations: { company: 'other' } },
    },
    tags: { ...tags, [names.tag]: { form: 'plain' } },
    steps: whole === undefined ? steps : [...steps.slice(0, at), ...before(whole)],
  }
}

/** A tag is added, pushed again, moved or deleted; then the list is read as often as that. */
function changesOfTags(at: Place, canDelete: boolean): Step[][] {
  const push = (manifest: string): Step => ({ do: 'push-manifest', manifest, at, by: { tag: names.tag } })
  const blob: Step = { do: 'push-blob', blob: names.blob, at, way: 'post-put' }
  const remove: Step = { do: 'delete-tag', at, tag: names.tag }
  const changes: Step[][] = [
    [blob, push(names.one)],
    [blob, push(names.one), push(names.one)],
    [blob, push(names.one), push(names.other)],
    ...(canDelete ? [[blob, push(names.one), remove]] : []),
  ]
  const list: Step = { do: 'list-tags', at }
  return [0, 1, 2].flatMap((reads) =>
    changes.map((change) => [...change, ...Array.from({ length: reads }, () => ({ ...list }))]),
  )
}

/** An upload is open, or was cancelled, or is started at the same time. */
function withUploads(at: Place): ((whole: Step) => Step[])[] {
  const start: Step = { do: 'start', upload, blob: names.blob, at }
  return [
    (whole) => [start, whole],
    (whole) => [start, { do: 'cancel', upload }, whole],
    (whole) => [{ do: 'at-once', steps: [start, ...(whole.do === 'at-once' ? whole.steps : [whole])] }],
  ]
}

/** Forms of a sequence in which something else in the repository comes before a step; none where that is of no account. */
export function inCompany(sequence: Sequence, step: Step, canDelete: boolean): readonly Sequence[] {
  switch (step.do) {
    case 'list-tags':
      return changesOfTags(step.at, canDelete).map((change) =>
        upTo(sequence, step, (whole) => [...change, whole]),
      )
    case 'push-blob':
    case 'push-wrong-digest':
    case 'mount':
    case 'start':
      return withUploads(step.at).map((before) => upTo(sequence, step, before))
    default:
      return []
  }
}
