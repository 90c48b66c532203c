import { defineSuite } from '../define.ts'
import { judgeArguments } from './judges/arguments.ts'
import { judgeUsers, resolvable, unreadUsers } from './judges/users.ts'
import { documentTest } from '../documents.ts'
import { judged } from '../judged.ts'
import { requirements } from './requirements.ts'
import { specification } from '../specification.ts'

const tests = [
  // Runtimes want absolute paths, and the paths of an image are copied to them.
  documentTest({
    id: 'conversion.paths',
    title: 'Working directories and volumes',
    evaluates: ['conversion.working-dir.absolute', 'conversion.volumes.absolute'],
    kinds: ['config'],
    nothing: 'there is no image configuration',
  }),
  // A process begins with the name of a program, and a kernel takes texts that end at a NUL.
  judged({
    id: 'conversion.args',
    title: 'Programs and their environment',
    evaluates: ['conversion.args.startable'],
    looksAt: ['config'],
    nothing: 'there is no image configuration',
    count: ({ manifests }) => manifests.filter(({ configDocument }) => configDocument).length,
    judge: judgeArguments,
  }),
  // A user that is named must be known to the filesystem of the image.
  judged({
    id: 'conversion.user',
    title: 'Named users and groups',
    evaluates: ['conversion.user.resolves'],
    needs: ['config', 'layer'],
    nothing: 'no image names a user or group to look up in layers that are here',
    count: resolvable,
    unread: unreadUsers,
    judge: judgeUsers,
  }),
]

/** What keeps an image from being turned into a runtime configuration, as far as it shows in the image. */
export const suite = defineSuite({
  name: 'conversion',
  title: 'Conversion to a runtime configuration',
  specification,
  requirements,
  tests,
})
