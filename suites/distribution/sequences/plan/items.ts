import type { Item } from '../coverage.ts'
import type { ManifestName, Place, Step, TagName } from '../sequence.ts'
import { blobState, listState, manifestState, referrersState, tagState, uploadState } from '../state.ts'
import { neighboursOf } from './neighbours.ts'
import { overlapOf } from './overlaps.ts'
import {
  blobReadRow,
  blobRow,
  listRows,
  manifestRow,
  pullSize,
  readRow,
  sizeClass,
  tagRow,
} from './values.ts'
import { blobAt, elsewhere, manifestAt, tagAt, tagsOf, tagsOfPush, type World } from './world.ts'

/** `push by tag × deleted` */
export const pairOf = (operation: string, state: string): string => `${operation} × ${state}`

const met = (group: string, operation: string, state: string, of?: string): Item => ({
  group,
  pair: pairOf(operation, state),
  of,
})
const ofManifest = ({ sequence }: World, operation: string, state: string, name: ManifestName): Item =>
  met('manifest', operation, state, sequence.manifests[name]?.kind)
const ofTag = (world: World, operation: string, at: Place, name: TagName): Item =>
  met('tag', operation, tagState(world, at, name), world.sequence.tags[name]?.form)
const values = (group: string, row: Readonly<Record<string, string>>): Item => ({ group, row })

/** What a step covers in the world that it is done in. */
export function itemsOf(world: World, step: Step): Item[] {
  if (step.do === 'at-once') {
    const overlap = overlapOf(world, step).map((pair): Item => ({ group: 'overlap', pair }))
    return [...overlap, ...step.steps.flatMap((each) => itemsOf(world, each))]
  }
  const items = ofStep(world, step)
  if (world.detailed) items.push(...items.flatMap(detailsOf))
  for (const pair of neighboursOf(world, step)) items.push({ group: 'neighbours', pair })
  return items
}

const detailed: Readonly<Record<string, string>> = {
  manifest: 'manifest by kind',
  tag: 'tag by form',
  blob: 'blob by size',
}

/** The same pair by what the thing is: the kind of the manifest, the form of the tag, the size of the blob. */
function detailsOf(item: Item): Item[] {
  const group = detailed[item.group]
  return group !== undefined && 'pair' in item && item.of !== undefined
    ? [{ group, pair: pairOf(item.pair, item.of) }]
    : []
}

function ofStep(world: World, step: Exclude<Step, { do: 'at-once' }>): Item[] {
  switch (step.do) {
    case 'push-manifest':
      return ofManifestPush(world, step)
    case 'read-manifest':
      return ofManifestRead(world, step)
    case 'delete-manifest':
      return [
        ofManifest(world, 'delete', manifestState(world, step.at, step.manifest), step.manifest),
        ...tagsOf(world, step.at, step.manifest).map((tag) =>
          ofTag(world, 'delete its manifest', step.at, tag),
        ),
      ]
    case 'delete-tag': {
      const { now } = tagAt(world, step.at, step.tag)
      return [
        ofTag(world, 'delete', step.at, step.tag),
        ...(now === undefined ? [] : valuesOfTag(world, step.tag, now, 'delete')),
      ]
    }
    case 'list-tags':
    case 'list-referrers':
      return ofList(world, step)
    default:
      return 'upload' in step ? ofUpload(world, step) : ofBlob(world, step)
  }
}

export const ownTags = (world: World, at: Place): number => {
  let own = 0
  for (const { now } of world[at].tags.values()) if (now !== undefined) own += 1
  return own
}

function valuesOfTag(
  world: World,
  tag: TagName,
  manifest: string,
  operation: Parameters<typeof tagRow>[2],
): Item[] {
  const form = world.sequence.tags[tag]?.form
  const kind = world.sequence.manifests[manifest]?.kind
  return form && kind ? [values('values of tags', tagRow(form, kind, operation))] : []
}

function ofManifestPush(world: World, step: Extract<Step, { do: 'push-manifest' }>): Item[] {
  const { at, by, manifest, tags } = step
  const same = 'tag' in by && tagAt(world, at, by.tag).now === manifest
  const byDigest = tags ? 'push with tag parameters' : 'push by digest'
  const operation = 'tag' in by ? (same ? 'push by the same tag' : 'push by tag') : byDigest
  const items = [
    ofManifest(world, operation, manifestState(world, at, manifest), manifest),
    ofManifest(world, 'push elsewhere', manifestState(world, elsewhere(at), manifest), manifest),
  ]
  // How it is pushed first is of its row.
  const row = manifestAt(world, at, manifest).pushes === 0 && manifestRow(world.sequence, manifest, step)
  if (row) items.push(values('values of manifests', row))
  for (const tag of tagsOfPush(step)) {
    const { now, path } = tagAt(world, at, tag)
    const earlier = now !== undefined && path.includes(manifest) ? 'push an earlier one' : 'push another'
    items.push(ofTag(world, path.at(-1) === manifest ? 'push the same' : earlier, at, tag))
    const change = now === undefined ? 'push' : now === manifest ? 'push again' : 'move'
    items.push(...valuesOfTag(world, tag, manifest, 'tag' in by ? change : 'tag parameters'))
  }
  return items
}

function ofManifestRead(world: World, step: Extract<Step, { do: 'read-manifest' }>): Item[] {
  const { at, by, method } = step
  const name = 'tag' in by ? tagAt(world, at, by.tag).now : by.digest
  const kind = name === undefined ? undefined : world.sequence.manifests[name]?.kind
  const isThere = name !== undefined && manifestAt(world, at, name).present
  return [
    'tag' in by
      ? ofTag(world, method, at, by.tag)
      : ofManifest(world, method, manifestState(world, at, by.digest), by.digest),
    ...(kind && isThere ? [values('values of manifest pulls', readRow(kind, step))] : []),
  ]
}

function ofList(world: World, step: Extract<Step, { do: 'list-tags' | 'list-referrers' }>): Item[] {
  if (step.do === 'list-tags') {
    return [
      met('tag list', step.pages ? `pages by ${step.pages.by}` : 'whole', listState(world, step.at)),
      ...listRows(ownTags(world, step.at), step).map((row) => values('values of listings', row)),
    ]
  }
  if (step.subject === 'missing') return []
  const state = referrersState(world, step.at, step.subject.manifest)
  return [met('referrers', step.artifactType === undefined ? 'all' : 'by artifactType', state)]
}

function ofBlob(world: World, step: Step): Item[] {
  if (!('blob' in step)) return []
  const state = blobState(world, step.at, step.blob)
  const recipe = world.sequence.blobs[step.blob]
  const of = recipe && pullSize(sizeClass(recipe.size))
  switch (step.do) {
    case 'push-blob':
      return [
        met('blob', `push by ${step.way}`, state, of),
        met('blob', 'push elsewhere', blobState(world, elsewhere(step.at), step.blob), of),
        ...(recipe ? [values('values of blobs', blobRow(recipe, step))] : []),
      ]
    case 'push-wrong-digest':
      return [met('blob', 'push under a wrong digest', state, of)]
    case 'read-blob': {
      const isThere = recipe && blobAt(world, step.at, step.blob).present
      return [
        met('blob', step.range ? 'GET of a range' : step.method, state, of),
        ...(isThere ? [values('values of blob pulls', blobReadRow(recipe, step))] : []),
      ]
    }
    default:
      return [met('blob', step.do === 'mount' ? 'mount' : 'delete', state, of)]
  }
}

function ofUpload(world: World, step: Extract<Step, { upload: string }>): Item[] {
  const state = uploadState(world, step.upload)
  return state ? [met('upload', uploadOperation(step), state)] : []
}

function uploadOperation(step: Extract<Step, { upload: string }>): string {
  if (step.do === 'wrong-chunk') return step.wrong === 'gap' ? 'chunk after a gap' : 'chunk again'
  return step.do === 'close-wrong-digest' ? 'close under a wrong digest' : step.do
}
