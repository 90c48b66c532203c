import { holds, warning } from '../../../src/engine/judgement.ts'
import { defineTest, type Test } from '../define.ts'
import { seenIn } from '../../../src/registry/record/exchange.ts'
import { lacksOnly } from '../judges/absence.ts'
import { codesOf } from '../judges/error-body.ts'
import { answerOf, answers, summarizeResponse } from '../judges/response.ts'
import {
  areTexts,
  areUnique,
  each,
  extensionsOf,
  followGrammar,
  isExtensionList,
  isRefusal,
  isText,
  isTextIfAny,
  isUrl,
} from './judges.ts'
import { seeRepository } from '../content/set-up.ts'

const listed = (['name', 'url', 'endpoints', 'description'] as const).map(
  (property) => `extensions.discover.${property}` as const,
)

export const tests: readonly Test[] = [
  // The registry's list: what it must contain for each extension.
  defineTest({
    id: 'extensions.list',
    title: 'reads the list of extensions',
    evaluates: ['extensions.discover.list', ...listed, 'extensions.name-unique', 'extensions.name-grammar'],
    needs: ['extensions'],
    async run(t) {
      const got = await t.send({ method: 'GET', path: '/v2/_oci/ext/discover' })
      t.require('extensions.discover.list', got, isExtensionList)
      const list = extensionsOf(got) ?? []
      const seen = seenIn(got)
      t.check('extensions.discover.name', each(list, 'name', '"_<extension>"', isText), seen)
      t.check('extensions.discover.url', each(list, 'url', '"<url>"', isUrl), seen)
      t.check(
        'extensions.discover.endpoints',
        warning(each(list, 'endpoints', '["<path>", …]', areTexts)),
        seen,
      )
      t.check('extensions.discover.description', each(list, 'description', '"<text>"', isTextIfAny), seen)
      t.check('extensions.name-unique', areUnique(list), seen)
      t.check('extensions.name-grammar', followGrammar(list), seen)
    },
  }),

  // The same list for one repository is optional as well.
  defineTest({
    id: 'extensions.repository',
    title: 'requests the extensions of a repository',
    evaluates: ['extensions.discover.repository'],
    async run(t) {
      await seeRepository(t)
      const got = await t.send({ method: 'GET', path: `/v2/${t.repository}/_oci/ext/discover` })
      const requirement = 'extensions.discover.repository'
      if (answerOf(got).status === 200) {
        t.check(requirement, got, isExtensionList)
        return
      }
      const refusal = lacksOnly('the discovery of the extensions of a repository', '200')(got)
      if (refusal.holds) t.unsupported(requirement, `it returned ${summarizeResponse(got)}`, seenIn(got))
      else t.check(requirement, refusal, seenIn(got))
    },
  }),

  // Without discovery the answer is an ordinary refusal.
  defineTest({
    id: 'extensions.absent',
    title: 'requests extension discovery, and an extension that does not exist',
    evaluates: ['extensions.discover.absent', 'extensions.unknown'],
    async run(t) {
      const [discovery, unknown] = await Promise.all([
        t.send({ method: 'GET', path: '/v2/_oci/ext/discover' }),
        t.send({ method: 'GET', path: `/v2/_assay${t.random.hex(6)}/none/none` }),
      ])
      const { status } = answerOf(discovery)
      if (status === 200) t.skip('extensions.discover.absent', 'does not apply: discovery is there')
      else t.check('extensions.discover.absent', discovery, isRefusal('the discovery of extensions'))
      t.check('extensions.unknown', unknown, (exchange) =>
        codesOf(exchange).includes('EXTENSION_UNKNOWN')
          ? holds()
          : answers('an extension that it does not have', 404, 400, 401, 403, 405)(exchange),
      )
    },
  }),
]
