import { defineTest, type Test } from '../../define.ts'
import { hasJsonError } from '../../judges/error-body.ts'
import { tagsPath } from '../../requests/paths.ts'
import { judgeRun } from '../../requests/whole-run.ts'
import { rules } from '../judges.ts'

export const tests: readonly Test[] = [
  // A method that an endpoint does not have is refused by what is in front of all endpoints, whose errors are often of another kind.
  defineTest({
    id: 'errors.other-method',
    title: 'sends a PUT to the tag list, which only has GET',
    evaluates: rules.map(([requirement]) => requirement),
    needs: ['push'],
    async run(t) {
      const refused = await t.send({ method: 'PUT', path: tagsPath(t.repository) })
      const inJson = refused.error === undefined && hasJsonError(refused) ? [refused] : []
      for (const [requirement, judge] of rules)
        judgeRun(t, requirement, inJson, judge, 'the refusal of another method has no JSON body')
    },
  }),
]
