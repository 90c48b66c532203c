import { defineTest, type Test } from '../../define.ts'
import type { RegistryContext } from '../../target/context.ts'
import { refuses } from '../../judges/refusal.ts'
import { accepts, serves } from '../../judges/stored.ts'
import { getManifest, ownManifest, putManifest, putValidManifest } from '../../content/own-manifests.ts'
import type { RequirementId } from '../../requirements.ts'

const longest = 128

/** A tag of this test's own that is filled up to a length. */
const tagOfLength = (t: RegistryContext, length: number): string => {
  const tag = t.tag('length-')
  return tag + t.random.hex(length - tag.length)
}

/** Pushes one manifest under each tag and judges that it can be pulled by it. */
async function judgeValidTags(
  t: RegistryContext,
  requirement: RequirementId,
  tags: readonly (readonly [string, string])[],
) {
  const manifest = await ownManifest(t)
  await Promise.all(
    tags.map(async ([tag, what]) => {
      const put = await putValidManifest(t, manifest, tag)
      if (!t.check(requirement, put, accepts(`the push of ${what}`))) return
      t.check(requirement, await getManifest(t, tag), serves(what, manifest.digest))
    }),
  )
}

async function judgeInvalidTags(
  t: RegistryContext,
  requirement: RequirementId,
  tags: readonly (readonly [string, string])[],
) {
  await Promise.all(
    tags.map(async ([tag, what]) => {
      // Each its own, since some registries refuse one manifest under two tags at once.
      const put = await putManifest(t, await ownManifest(t), tag)
      t.check(requirement, put, refuses(`the push of ${what}`, { right: [400, 404] }))
    }),
  )
}

/** The grammar of tags at its edges. */
export const tests: readonly Test[] = [
  // Letters of both cases, digits, underscores, dots and dashes make a tag; the last two do not begin it.
  defineTest({
    id: 'push.tag.put-each-character',
    title: 'pushes by tags with each character that the grammar allows',
    evaluates: ['push.tag.characters'],
    needs: ['push'],
    run: (t) =>
      judgeValidTags(t, 'push.tag.characters', [
        [
          `ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789.-${t.random.hex(12)}`,
          'a tag of all characters',
        ],
        [`_${t.random.hex(12)}..--__`, 'a tag that begins with an underscore and ends with separators'],
        [`7${t.random.hex(12)}.-`, 'a tag that begins with a digit'],
        // What looks like a digest is a tag where no algorithm is before it.
        [t.random.hex(64), 'a tag of 64 hexadecimal digits'],
      ]),
  }),

  // 128 characters are allowed.
  defineTest({
    id: 'push.tag.put-longest',
    title: 'pushes by a tag of 128 characters',
    evaluates: ['push.tag.longest'],
    needs: ['push'],
    run: (t) => judgeValidTags(t, 'push.tag.longest', [[tagOfLength(t, longest), 'a tag of 128 characters']]),
  }),

  // 129 are not.
  defineTest({
    id: 'push.tag.put-too-long',
    title: 'pushes by a tag of 129 characters',
    evaluates: ['push.tag.too-long'],
    needs: ['push'],
    run: (t) =>
      judgeInvalidTags(t, 'push.tag.too-long', [[tagOfLength(t, longest + 1), 'a tag of 129 characters']]),
  }),

  // What the grammar does not have is refused: a dot or a dash in front, and other characters anywhere.
  defineTest({
    id: 'push.tag.put-invalid',
    title: 'pushes by tags that violate the grammar',
    evaluates: ['push.tag.invalid'],
    needs: ['push'],
    run: (t) =>
      judgeInvalidTags(t, 'push.tag.invalid', [
        [`-${t.tag('dash')}`, 'a tag that begins with a dash'],
        [`.${t.tag('dot')}`, 'a tag that begins with a dot'],
        [`${t.tag('plus')}+x`, 'a tag with a plus sign'],
        [`${t.tag('tilde')}~x`, 'a tag with a tilde'],
      ]),
  }),
]
