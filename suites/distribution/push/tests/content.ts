import type { Content } from '../../../../src/content/content.ts'
import { defineTest, type Test } from '../../define.ts'
import { seenIn } from '../../../../src/registry/record/exchange.ts'
import type { RegistryContext } from '../../target/context.ts'
import { checkServed } from '../../judges/served.ts'
import { accepts } from '../../judges/stored.ts'
import { getManifest, putValidManifest } from '../../content/own-manifests.ts'
import { formats } from '../content-kinds/formats.ts'
import { manifestWith, tryKind, type Kind, type Trial } from '../content-kinds/kind.ts'
import { kinds, untyped, withoutPlatform } from '../content-kinds/kinds.ts'
import type { RequirementId } from '../../requirements.ts'

const contentOfKind = (t: RegistryContext, { make, traits }: Kind): Promise<Content> =>
  make ? make(t) : manifestWith(t, traits)

/** It is taken, and served as it was sent. */
function judgeKind(
  t: RegistryContext,
  { what }: Kind,
  requirement: RequirementId,
  { content, put, got }: Trial,
) {
  if (!t.check(requirement, put, accepts(what)) || !got) return
  checkServed(t, { requirement, exact: 'pull.manifest.exact-bytes', got, what, digest: content.digest })
}

const kindTest = (kind: Kind, id: string, requirement: RequirementId): Test =>
  defineTest({
    id,
    title: `pushes ${kind.what}`,
    evaluates: [requirement],
    mayEvaluate: ['pull.manifest.exact-bytes'],
    needs: ['push'],
    async run(t) {
      judgeKind(t, kind, requirement, await tryKind(t, kind, await contentOfKind(t, kind)))
    },
  })

/** What a registry breaks that refuses a format for this field. */
const requirementOf = new Map<string, RequirementId>([
  ['config.mediaType', 'push.accepts.unknown-config-type'],
  ['layers[].mediaType', 'push.accepts.unknown-layer-type'],
  ['artifactType', 'push.accepts.artifact'],
])

function requirementFor(field = ''): RequirementId {
  const requirement = requirementOf.get(field)
  if (requirement === undefined) throw new Error(`no requirement is about the field ${field}`)
  return requirement
}

/**
 * A format is nothing but types that the registry may not know: where it is refused, the field that
 * is refused by itself determines which requirement is violated.
 */
function judgeFormat(t: RegistryContext, format: Kind, trial: Trial): void {
  const { put, got, culprit, innocent } = trial
  if (got) {
    for (const { field } of format.traits) judgeKind(t, format, requirementFor(field), trial)
    return
  }
  for (const { trait, put } of innocent) t.check(requirementFor(trait.field), put, accepts(format.what))
  const trait = culprit?.trait ?? format.traits[0]
  const what = culprit ? `${format.what}, for its ${trait?.field} ${trait?.value}` : format.what
  const evidence = [put, ...(culprit ? [culprit.put] : [])].map(seenIn)
  t.check(requirementFor(trait?.field), accepts(what)(put), ...evidence)
}

const formatTest = defineTest({
  id: 'push.accepts.put-formats',
  title: 'pushes the formats of common tools',
  evaluates: [...requirementOf.values()],
  mayEvaluate: ['pull.manifest.exact-bytes'],
  needs: ['push'],
  async run(t) {
    const made: [Kind, Content][] = []
    for (const format of formats) made.push([format, await contentOfKind(t, format)])
    await Promise.all(
      made.map(async ([format, content]) => judgeFormat(t, format, await tryKind(t, format, content))),
    )
  },
})

// By digest the bytes are enough; a client that resolves a tag may want to read the type first.
const untypedByTag = defineTest({
  id: 'push.manifest.pull-untyped-by-tag',
  title: `pulls ${untyped.what} by its tag`,
  evaluates: ['push.manifest.without-media-type'],
  mayEvaluate: ['pull.manifest.exact-bytes'],
  needs: ['push'],
  async run(t) {
    const requirement = 'push.manifest.without-media-type'
    const manifest = await manifestWith(t, untyped.traits)
    const tag = t.tag('untyped')
    if (!t.check(requirement, await putValidManifest(t, manifest, tag), accepts(untyped.what))) return
    checkServed(t, {
      requirement,
      exact: 'pull.manifest.exact-bytes',
      got: await getManifest(t, tag),
      what: `the tag of ${untyped.what}`,
      digest: manifest.digest,
    })
  },
})

/** What people push: each kind is judged by itself. */
export const tests: readonly Test[] = [
  ...kinds.map((kind) => kindTest(kind, `push.accepts.put-${kind.name}`, `push.accepts.${kind.name}`)),
  kindTest(withoutPlatform, 'push.accepts.put-index-without-platform', 'push.accepts.index'),
  kindTest(untyped, 'push.manifest.put-without-media-type', 'push.manifest.without-media-type'),
  untypedByTag,
  formatTest,
]
