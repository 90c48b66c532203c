import { onReply, type Effects } from '../../../src/reference/effects/effects.ts'
import { together } from '../../../src/reference/effects/alter.ts'
import { addHeader, headerOf, withoutHeader } from '../../../src/reference/reply.ts'
import type { Disturbance } from './disturbance.ts'

/** Puts each element of a list into a line of its own, behind one that no client needs. */
const inLines = (name: string, first: string): Effects =>
  onReply({}, (answer) => {
    const value = headerOf(answer, name)
    if (value === undefined) return answer
    return [first, ...value.split(/,\s*/)].reduce(
      (changed, line) => addHeader(changed, name, line),
      withoutHeader(answer, name),
    )
  })

export const divided: readonly Disturbance[] = [
  {
    id: 'lists-in-several-fields',
    title: 'sends each element of a list in a header field of its own',
    touches: [],
    effects: () =>
      together(
        { options: { tagPageLimit: 3, referrersPageLimit: 2 } },
        inLines('Link', '</v2/>; rel="up"'),
        inLines('OCI-Tag', ''),
        inLines('OCI-Filters-Applied', 'vnd.oci-assay.none'),
      ),
  },
]
