import type { SettingKey } from '../setting.ts'
import type { Translation } from './translation.ts'
import { words } from './values.ts'

const groups = [
  ['tag', ['OCI_RO_DATA_TAGS', 'OCI_TAG_NAME', 'OCI_TAG_LIST']],
  ['manifest', ['OCI_RO_DATA_MANIFESTS', 'OCI_RO_DATA_REFERRERS', 'OCI_MANIFEST_DIGEST']],
  ['blob', ['OCI_RO_DATA_BLOBS', 'OCI_BLOB_DIGEST']],
] as const satisfies readonly (readonly [SettingKey, readonly string[]])[]

export const specimenVariables = ['OCI_API_PUSH', ...groups.flatMap(([, names]) => [...names])]

/**
 * What is in the registry already, for runs that push nothing: that is so where pushing is
 * switched off, and in older versions where content is named and pushing is not switched on.
 */
export function translateSpecimens({ isOn, text, fromOf, note, layer, has }: Translation): void {
  const push = isOn('OCI_API_PUSH') ?? isOn('OCI_TEST_PUSH')
  const named = groups.flatMap(([, names]) => names.filter((name) => text(name) !== undefined))
  const readOnly = isOn('OCI_API_PUSH') === false || (push !== true && named.length > 0)
  if (has('OCI_API_PUSH')) {
    note(
      fromOf('OCI_API_PUSH'),
      push === true ? 'not needed: pushing is tested where it is supported' : '--read-only',
    )
  }
  for (const [key, names] of groups) {
    const set = names.filter((name) => text(name) !== undefined)
    if (set.length === 0) continue
    const from = fromOf(...set)
    if (!readOnly) {
      note(from, 'not used, since the run pushes what it pulls (--read-only)')
      continue
    }
    const found = [...new Set(set.flatMap((name) => words(text(name) ?? '', /[\s,]+/)))]
    layer.set(key, { value: found, from })
    note(from, `--read-only --${key} ${found.join(' ')}`)
  }
  if (readOnly) layer.set('readOnly', { value: true, from: fromOf('OCI_API_PUSH', ...named) })
}
