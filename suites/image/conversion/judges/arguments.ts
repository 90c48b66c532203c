import { violated } from '../../../../src/engine/judgement.ts'
import type { ImageFacts } from '../../facts/facts.ts'
import { noted, placeIn, type Check } from '../../judges/check.ts'
import { list, property, quoted } from '../../../../src/image/json/value.ts'

const requirement = 'conversion.args.startable'

/** What Entrypoint, Cmd and Env become: process.args and process.env (conversion.md, Verbatim Fields). */
export function* judgeArguments({ manifests }: Pick<ImageFacts, 'manifests'>): Generator<Check> {
  const configs = new Set(manifests.flatMap(({ configDocument }) => configDocument ?? []))
  for (const { source, value } of configs) {
    const config = property(value, 'config')
    const entrypoint = list(config, 'Entrypoint')
    const [program] = [...entrypoint, ...list(config, 'Cmd')]
    if (program === undefined) {
      const note = 'specifies no program: the command that runs it has to'
      yield noted(requirement, note, placeIn(source, config === undefined ? '' : '/config'))
    } else if (program === '') {
      yield {
        requirement,
        judgement: violated('starts a program without a name', 'the name of a program', '""'),
        evidence: [placeIn(source, `/config/${entrypoint.length > 0 ? 'Entrypoint' : 'Cmd'}/0`)],
      }
    }
    for (const key of ['Entrypoint', 'Cmd', 'Env']) {
      const at = list(config, key).findIndex((each) => typeof each === 'string' && each.includes('\0'))
      if (at === -1) continue
      yield {
        requirement,
        judgement: violated(
          'passes a NUL to its process',
          'texts without NUL',
          quoted(String(list(config, key)[at])),
        ),
        evidence: [placeIn(source, `/config/${key}/${at}`)],
      }
    }
  }
}
