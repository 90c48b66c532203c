import { broken, holds, warning, type Judge, type Judgement } from '../../../src/engine/judgement.ts'
import { defineSuite, defineTest, type Test } from '../define.ts'
import { seenIn, type Exchange } from '../../../src/registry/record/exchange.ts'
import { lacksOnly } from '../judges/absence.ts'
import { codesOf } from '../judges/error-body.ts'
import { answerOf, answers, jsonOf, told } from '../judges/response.ts'
import { requirements } from './requirements.ts'
import { seeRepository } from '../content/set-up.ts'
import { specification } from '../specification.ts'

type Extension = Record<string, unknown>

function extensionsOf(exchange: Exchange): Extension[] | undefined {
  const { extensions } = (jsonOf(exchange) ?? {}) as { extensions?: unknown }
  const areObjects =
    Array.isArray(extensions) && extensions.every((each) => typeof each === 'object' && each !== null)
  return areObjects ? (extensions as Extension[]) : undefined
}

const isExtensionList: Judge<Exchange> = (exchange) =>
  extensionsOf(exchange)
    ? holds()
    : broken('answers the discovery of extensions without a list', '{"extensions": […]}', told(exchange))

/** Each listed extension has the property, in the right form. */
const each = (
  list: readonly Extension[],
  name: string,
  expected: string,
  accepts: (value: unknown) => boolean,
): Judgement => {
  const odd = list.find((extension) => !accepts(extension[name]))
  return odd
    ? broken(
        `lists an extension with a wrong ${name}`,
        `"${name}": ${expected}`,
        `"${name}": ${JSON.stringify(odd[name])}`,
      )
    : holds()
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
const isUrl = (value: unknown): boolean => isText(value) && URL.canParse(value)
const isTextIfAny = (value: unknown): boolean => value === undefined || typeof value === 'string'
const areTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText)

/** The printed pattern, with the leading underscore: exactly one separator. */
const grammar = /^_?[a-z0-9]+([._-][a-z0-9]+)$/
/** Names that the specification itself gives out, though the pattern as printed excludes them. */
const canonical = ['_oci', '_catalog', '_chainguard', '_docker']

const listed = (['name', 'url', 'endpoints', 'description'] as const).map(
  (property) => `extensions.discover.${property}` as const,
)

const tests: readonly Test[] = [
  // The registry's list: what it must say of each extension.
  defineTest({
    id: 'extensions.list',
    title: 'reads the list of extensions',
    evaluates: ['extensions.discover.list', ...listed, 'extensions.name-unique', 'extensions.name-grammar'],
    needs: ['extensions'],
    async run(t) {
      const got = await t.send({ method: 'GET', path: '/v2/_oci/ext/discover' })
      t.insist('extensions.discover.list', got, isExtensionList)
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
      const names = list.map(({ name }) => name)
      const twice = names.find((name, at) => names.indexOf(name) !== at)
      t.check(
        'extensions.name-unique',
        twice === undefined
          ? holds()
          : broken('lists an extension twice', 'each name once', JSON.stringify(twice)),
        seen,
      )
      const odd = names.find((name) => isText(name) && !grammar.test(name) && !canonical.includes(name))
      t.check(
        'extensions.name-grammar',
        odd === undefined
          ? holds()
          : warning(broken('lists an extension outside the grammar', String(grammar), JSON.stringify(odd))),
        seen,
      )
    },
  }),

  // The same list for one repository is optional as well.
  defineTest({
    id: 'extensions.repository',
    title: 'asks for the extensions of a repository',
    evaluates: ['extensions.discover.repository'],
    async run(t) {
      await seeRepository(t)
      const got = await t.send({ method: 'GET', path: `/v2/${t.repository}/_oci/ext/discover` })
      const requirement = 'extensions.discover.repository'
      if (answerOf(got).status === 200) {
        t.judge(requirement, got, isExtensionList)
        return
      }
      const refusal = lacksOnly('the discovery of the extensions of a repository', '200')(got)
      if (refusal.holds) t.unsupported(requirement, `it is answered ${told(got)}`, seenIn(got))
      else t.check(requirement, refusal, seenIn(got))
    },
  }),

  // Without discovery the answer is an ordinary refusal.
  defineTest({
    id: 'extensions.absent',
    title: 'asks for discovery, and for an extension that nobody has',
    evaluates: ['extensions.discover.absent', 'extensions.unknown'],
    async run(t) {
      const [discovery, unknown] = await Promise.all([
        t.send({ method: 'GET', path: '/v2/_oci/ext/discover' }),
        t.send({ method: 'GET', path: `/v2/_assay${t.random.hex(6)}/none/none` }),
      ])
      const { status } = answerOf(discovery)
      if (status === 200) t.skip('extensions.discover.absent', 'does not apply: discovery is there')
      else t.judge('extensions.discover.absent', discovery, isRefusal('the discovery of extensions'))
      t.judge('extensions.unknown', unknown, (exchange) =>
        codesOf(exchange).includes('EXTENSION_UNKNOWN')
          ? holds()
          : answers('an extension that it does not have', 404, 400, 401, 403, 405)(exchange),
      )
    },
  }),
]

const isRefusal =
  (what: string): Judge<Exchange> =>
  (exchange) => {
    const { status } = answerOf(exchange)
    return status >= 400 && status < 500
      ? holds()
      : broken(`answers ${status} to ${what}`, ['404', 'UNSUPPORTED'], told(exchange))
  }

/** Discovery of extensions; the pages stand beside the text of dev. */
export const suite = defineSuite({
  name: 'extensions',
  title: 'Extensions',
  specification,
  requirements,
  tests,
})
