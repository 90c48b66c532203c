import type { ManifestName, Place, Step, TagName, TagRecipe } from '../sequence.ts'
import {
  blobAt,
  elsewhere,
  indexesOf,
  manifestAt,
  partsOf,
  present,
  referrersOf,
  tagAt,
  tagsOf,
  tagsOfPush,
  type World,
} from './world.ts'

/** What is beside the thing that a step changes, and must stay as it is. */
export const neighbours = [
  'move of a tag × a longer tag',
  'move of a tag × a shorter tag',
  'move of a tag × the tag in the other case',
  'move of a tag × another tag of its old manifest',
  'move of a tag × the same tag in the other repository',
  'deletion of a tag × a longer tag',
  'deletion of a tag × a shorter tag',
  'deletion of a tag × the tag in the other case',
  'deletion of a tag × another tag of its manifest',
  'deletion of a tag × the same tag in the other repository',
  'deletion of a manifest × the same in the other repository',
  'deletion of a manifest × one with the same blobs',
  'deletion of a manifest × its referrer',
  'deletion of an index × its manifests',
  'deletion of a referrer × another referrer of the subject',
  'deletion of a referrer × its subject without its deleted tag',
  'deletion of a blob × the same in the other repository',
  'deletion of a blob × another blob',
] as const

export function neighboursOf(world: World, step: Step): string[] {
  switch (step.do) {
    case 'push-manifest':
      return tagsOfPush(step).flatMap((tag) => {
        const { now } = tagAt(world, step.at, tag)
        return now === undefined || now === step.manifest
          ? []
          : besideTag(world, step.at, tag, 'move of a tag')
      })
    case 'delete-tag':
      return tagAt(world, step.at, step.tag).now === undefined
        ? []
        : besideTag(world, step.at, step.tag, 'deletion of a tag')
    case 'delete-manifest':
      return manifestAt(world, step.at, step.manifest).present
        ? besideManifest(world, step.at, step.manifest)
        : []
    case 'delete-blob': {
      const { at, blob } = step
      if (!blobAt(world, at, blob).present) return []
      const others = [...world[at].blobs].some(([name, facts]) => name !== blob && facts.present)
      return [
        ...(blobAt(world, elsewhere(at), blob).present
          ? ['deletion of a blob × the same in the other repository']
          : []),
        ...(others ? ['deletion of a blob × another blob'] : []),
      ]
    }
    default:
      return []
  }
}

const extendsTag = (recipe: TagRecipe | undefined, tag: TagName): boolean =>
  recipe?.form === 'extends' && recipe.tag === tag
const shortensTag = (recipe: TagRecipe | undefined, tag: TagName): boolean =>
  recipe?.form === 'shortens' && recipe.tag === tag

function besideTag(world: World, at: Place, tag: TagName, change: string): string[] {
  const { tags } = world.sequence
  const relation = (other: TagName): string | undefined => {
    const [own, its] = [tags[tag], tags[other]]
    if (extendsTag(its, tag) || shortensTag(own, other)) return 'a longer tag'
    if (extendsTag(own, other) || shortensTag(its, tag)) return 'a shorter tag'
    if (its?.form === 'other-case' && its.tag === tag) return 'the tag in the other case'
    return own?.form === 'other-case' && own.tag === other ? 'the tag in the other case' : undefined
  }
  const isThere = (place: Place, name: TagName) => tagAt(world, place, name).now !== undefined
  const found = Object.keys(tags)
    .filter((other) => other !== tag && isThere(at, other))
    .flatMap((other) => relation(other) ?? [])
  const { now } = tagAt(world, at, tag)
  if (now !== undefined && tagsOf(world, at, now).length > 1) {
    found.push(change.startsWith('move') ? 'another tag of its old manifest' : 'another tag of its manifest')
  }
  if (isThere(elsewhere(at), tag)) found.push('the same tag in the other repository')
  return found.map((beside) => `${change} × ${beside}`)
}

function besideManifest(world: World, at: Place, name: string): string[] {
  const { blobs, manifests, subject } = partsOf(world, name)
  const others = present(world, at).filter((other) => other !== name)
  const sharing = others.some((other) => partsOf(world, other).blobs.some((blob) => blobs.includes(blob)))
  const beside = [
    manifestAt(world, elsewhere(at), name).present ? 'the same in the other repository' : undefined,
    sharing ? 'one with the same blobs' : undefined,
    referrersOf(world, at, name).length > 0 ? 'its referrer' : undefined,
  ].flatMap((each) => (each ? [`deletion of a manifest × ${each}`] : []))
  const children = manifests.some((child) => manifestAt(world, at, child).present)
  const siblings = subject !== undefined && referrersOf(world, at, subject).length > 1
  return [
    ...beside,
    ...(children && indexesOf(world, at, name).length === 0 ? ['deletion of an index × its manifests'] : []),
    ...(siblings ? ['deletion of a referrer × another referrer of the subject'] : []),
    ...(subject !== undefined && hasLostTags(world, at, subject)
      ? ['deletion of a referrer × its subject without its deleted tag']
      : []),
  ]
}

/** The manifest is there without a tag, and had one that was deleted. */
export const hasLostTags = (world: World, at: Place, name: ManifestName): boolean =>
  manifestAt(world, at, name).present &&
  tagsOf(world, at, name).length === 0 &&
  [...world[at].tags.values()].some(({ ended, path }) => ended === 'deleted' && path.at(-1) === name)
