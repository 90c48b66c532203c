import type {
  BlobName,
  ManifestName,
  ManifestRecipe,
  Place,
  Sequence,
  Step,
  TagName,
  UploadName,
} from './sequence.ts'

/** What the steps so far were about. */
interface Touched {
  blobs: Map<string, { blob: BlobName; at: Place; isDeleted?: true }>
  manifests: Map<string, { manifest: ManifestName; at: Place; isDeleted?: true }>
  tags: Map<string, { tag: TagName; at: Place }>
  uploads: Set<UploadName>
  subjects: Map<string, { subject: { manifest: ManifestName } | 'missing'; at: Place }>
}

const nothing = (): Touched => ({
  blobs: new Map(),
  manifests: new Map(),
  tags: new Map(),
  uploads: new Set(),
  subjects: new Map(),
})

/**
 * Writes each `look-around` out as the reads that it stands for, so that those which show nothing can be left out. GET and
 * HEAD take turns, so that two looks at one state see both. What a deleted blob is answered with is left open, but for both alike.
 * Where a manifest is deleted, the blobs that others have from it are read at once: a garbage collector counts them wrongly.
 */
export function expand(sequence: Sequence, hasReferrers: boolean): Sequence {
  const touched = nothing()
  let looks = 0
  const steps = sequence.steps.flatMap((step): Step[] => {
    if (step.do !== 'look-around') {
      touch(step, touched, sequence)
      return step.do === 'delete-manifest' ? [step, ...sharedWith(step, touched, sequence)] : [step]
    }
    looks += 1
    const reads = readsOf(touched, looks, hasReferrers)
    return reads.length === 0 ? [] : [{ do: 'at-once', steps: reads }]
  })
  return { ...sequence, steps }
}

function touch(step: Step, touched: Touched, sequence: Sequence): void {
  switch (step.do) {
    case 'at-once':
      for (const each of step.steps) touch(each, touched, sequence)
      return
    case 'push-blob':
      touched.blobs.set(`${step.at} ${step.blob}`, { blob: step.blob, at: step.at })
      return
    case 'delete-blob':
      touched.blobs.set(`${step.at} ${step.blob}`, { blob: step.blob, at: step.at, isDeleted: true })
      return
    case 'mount':
      for (const at of [step.from, step.at]) touched.blobs.set(`${at} ${step.blob}`, { blob: step.blob, at })
      return
    case 'start':
      touched.blobs.set(`${step.at} ${step.blob}`, { blob: step.blob, at: step.at })
      touched.uploads.add(step.upload)
      return
    case 'push-manifest':
      touchManifest(step, touched, sequence)
      return
    case 'delete-manifest':
      touched.manifests.set(`${step.at} ${step.manifest}`, {
        manifest: step.manifest,
        at: step.at,
        isDeleted: true,
      })
      return
    case 'delete-tag':
      touched.tags.set(`${step.at} ${step.tag}`, { tag: step.tag, at: step.at })
      return
    default:
  }
}

function touchManifest(
  { manifest, at, by, tags = [] }: Extract<Step, { do: 'push-manifest' }>,
  touched: Touched,
  { manifests }: Sequence,
): void {
  touched.manifests.set(`${at} ${manifest}`, { manifest, at })
  for (const tag of [...('tag' in by ? [by.tag] : []), ...tags]) touched.tags.set(`${at} ${tag}`, { tag, at })
  const subject = manifests[manifest]?.subject
  if (subject === undefined) return
  touched.subjects.set(`${at} ${subject === 'missing' ? subject : subject.manifest}`, { subject, at })
}

/** Reads of the blobs of a manifest that another one has too. */
function sharedWith(
  { manifest, at }: Extract<Step, { do: 'delete-manifest' }>,
  { manifests: touched }: Touched,
  { manifests }: Sequence,
): Step[] {
  const others = [...touched.values()].filter((each) => each.at === at && each.isDeleted !== true)
  const needed = new Set(others.flatMap((each) => blobsOf(manifests[each.manifest])))
  return [...new Set(blobsOf(manifests[manifest]))]
    .filter((blob) => needed.has(blob))
    .map((blob) => ({ do: 'read-blob', method: 'GET', at, blob }))
}

const blobsOf = (recipe: ManifestRecipe | undefined): BlobName[] =>
  recipe === undefined ? [] : [...(recipe.config === 'empty' ? [] : [recipe.config.blob]), ...recipe.layers]

function readsOf(touched: Touched, looks: number, hasReferrers: boolean): Step[] {
  const method = (place: number): 'GET' | 'HEAD' => ((place + looks) % 2 === 0 ? 'HEAD' : 'GET')
  const manifests = [...touched.manifests.values()].map(({ manifest, at }, place): Step => ({
    do: 'read-manifest',
    method: method(place),
    at,
    by: { digest: manifest },
    accept: 'list',
  }))
  const tags = [...touched.tags.values()].map(({ tag, at }, place): Step => ({
    do: 'read-manifest',
    method: method(place + 1),
    at,
    by: { tag },
    accept: 'list',
  }))
  const blobs = [...touched.blobs.values()].flatMap(({ blob, at, isDeleted }, place): Step[] => {
    const methods = isDeleted ? (['GET', 'HEAD'] as const) : [method(place)]
    return methods.map((each) => ({ do: 'read-blob', method: each, at, blob }))
  })
  const lists = [...new Set([...touched.tags.values()].map(({ at }) => at))].map((at): Step => ({
    do: 'list-tags',
    at,
  }))
  const referrers = hasReferrers
    ? [...touched.subjects.values()].map(({ subject, at }): Step => ({ do: 'list-referrers', at, subject }))
    : []
  const uploads = [...touched.uploads].map((upload): Step => ({ do: 'status', upload }))
  return [...manifests, ...tags, ...blobs, ...lists, ...referrers, ...uploads]
}
