import { defineTest, type Test } from '../../define.ts'
import { header, seenIn, type Exchange } from '../../../../src/registry/record/exchange.ts'
import { judgedIn } from '../../../../src/registry/reproduce/condition.ts'
import type { RegistryContext } from '../../target/context.ts'
import { answerOf, succeeded, summarizeResponse } from '../../judges/response.ts'
import { refusesAnyhow } from '../../judges/stored.ts'
import { uploadsPath } from '../../requests/paths.ts'
import { judgeNames, otherReason, takesName } from '../names.ts'
import { cancel } from '../uploads/upload.ts'

/** Below the 255 characters of many clients, with 74 for the registry. */
const long = 180
const words = 'tags/blobs/manifests/uploads'

/** Starts an upload in a repository of this name and cancels it, so that nothing is left there. */
async function start(t: RegistryContext, repository: string): Promise<Exchange> {
  const opened = await t.send({
    method: 'POST',
    path: uploadsPath(repository),
    headers: { 'Content-Length': '0' },
  })
  if (succeeded(opened) && header(answerOf(opened).headers, 'location') !== undefined)
    // Nothing is deleted at another origin, which is no matter of the name.
    await cancel(t, t.next(opened)).catch(() => undefined)
  return opened
}

/** A name that starts with this and has the full length. */
const lengthened = (t: RegistryContext, name: string): string =>
  `${name}${t.random.hex(Math.max(8, long - name.length))}`

/** Names in the grammar that hardly anybody has, and names outside of it. */
export const tests: readonly Test[] = [
  // The grammar limits neither the number of components nor their length, and has no word that is reserved: one name has all of it.
  defineTest({
    id: 'push.name.start-unusual',
    title: 'starts an upload in a long repository name of many components, named like endpoints',
    evaluates: ['push.name.many-components', 'push.name.endpoint-words', 'push.name.long'],
    needs: ['push'],
    async run(t) {
      const name = lengthened(t, `${t.repository}/${words}/`)
      const together = await start(t, name)
      const each = [
        [
          'push.name.many-components',
          `${t.repository}/a/b/c/d/${t.random.hex(8)}`,
          'a repository of many components',
        ],
        [
          'push.name.endpoint-words',
          `${t.repository}/${words}/${t.random.hex(8)}`,
          'a repository named like endpoints',
        ],
        ['push.name.long', lengthened(t, `${t.repository}-`), `a repository of ${long} characters`],
      ] as const
      if (succeeded(together)) {
        for (const [requirement, , what] of each) t.check(requirement, together, takesName(what))
        return
      }
      const accepted: boolean[] = []
      for (const [requirement, alone, what] of each)
        accepted.push(await judgeNames(t, requirement, start, [[alone, what]]))
      // Each alone is accepted: what is left is the length, in more components than the long name above has.
      if (accepted.every(Boolean))
        t.check(
          'push.name.long',
          together,
          takesName(`a repository of ${long} characters and many components`),
        )
    },
  }),

  // A name outside the grammar is that of no repository: nothing can be pushed to it.
  defineTest({
    id: 'push.name.start-invalid',
    title: 'starts an upload in a repository whose name has uppercase letters',
    evaluates: ['push.name.invalid'],
    needs: ['push'],
    async run(t) {
      const opened = await start(t, `${t.repository}/UPPER-${t.random.hex(8)}`)
      const reason = otherReason(opened, undefined)
      if (reason !== undefined)
        return t.unevaluated(
          'push.name.invalid',
          `${reason}: the start of an upload in a repository with uppercase letters returned ${summarizeResponse(opened)}`,
          { denied: true },
        )
      const judge = refusesAnyhow('the start of an upload in a repository with uppercase letters')
      t.check('push.name.invalid', judgedIn(opened, judge(opened)), seenIn(opened))
    },
  }),
]
