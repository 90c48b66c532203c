import type { Manifest } from '../../../../src/image/model/model.ts'
import { property, quoted, text } from '../../../../src/image/json/value.ts'
import { accountFiles, fileOf } from '../../conversion/judges/users.ts'
import { placeIn } from '../../judges/check.ts'
import { platformOf } from '../../view/platform.ts'
import { unreadImages } from '../policy-test.ts'
import { breach, unreadOf, type Examined, type Seen } from '../seen.ts'

/** The user that each image for Linux starts as. */
export const judgeUser = (wanted: string) =>
  function* judge(examined: Examined): Generator<Seen> {
    yield* unreadImages(examined)
    for (const manifest of examined.facts.manifests.filter(({ image }) => image)) {
      const { configDocument: config } = manifest
      if (!config) {
        yield unreadOf(examined, 'config', 'a configuration could not be read')
        continue
      }
      if (text(config.value, 'os') !== 'linux') continue
      const user = text(property(config.value, 'config'), 'User') ?? ''
      const wrong = problemOf(user, wanted, manifest, examined)
      if (wrong === undefined) continue
      if (typeof wrong !== 'string') {
        yield wrong
        continue
      }
      const shown = user === '' ? 'no user, which is root' : quoted(user)
      const place = placeIn(config.source, user === '' ? '/config' : '/config/User')
      const of = platformOf(config.value) ?? config.source
      yield breach(`runs as ${wrong}`, expectedOf(wanted), `${shown}, in ${of}`, place)
    }
  }

const expectedOf = (wanted: string): string => {
  if (wanted === 'non-root') return 'a number other than 0, or a name that /etc/passwd has with such a number'
  return wanted === 'non-root-number' ? 'a number other than 0' : `the user ${quoted(wanted)}`
}

/** What a user is that is not the one that is wanted; undefined where it is. */
function problemOf(
  user: string,
  wanted: string,
  manifest: Manifest,
  examined: Examined,
): string | Seen | undefined {
  if (wanted !== 'non-root' && wanted !== 'non-root-number')
    return user === wanted ? undefined : 'another user'
  const [name = ''] = user.split(':')
  if (name === '') return 'root'
  if (/^\d+$/.test(name)) return Number(name) === 0 ? 'root' : undefined
  if (wanted === 'non-root-number') return 'a user without a number'
  const file = fileOf(examined.facts, manifest, accountFiles.user)
  if (file === undefined) {
    const reason = `/${accountFiles.user} could not be read, in which ${quoted(name)} is looked up`
    return unreadOf(examined, 'layer', reason)
  }
  const account = Buffer.from(file)
    .toString('utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .find(([each]) => each === name)
  if (!account) return `a user that /${accountFiles.user} does not have`
  const [, , number = ''] = account
  if (!/^\d+$/.test(number)) return `a user without a number in /${accountFiles.user}`
  return Number(number) === 0 ? 'root under another name' : undefined
}
