import type { Test } from '../define.ts'
import { judgeArguments } from './judges/arguments.ts'
import { judgeUsers, resolvable, unreadUsers } from './judges/users.ts'
import { documentTest } from '../judges/document-test.ts'
import { judgedTest } from '../judges/judged-test.ts'

/** The tests, in the order of reports. */
export const tests: readonly Test[] = [
  // Runtimes want absolute paths, and the paths of an image are copied to them.
  documentTest({
    id: 'conversion.paths',
    title: 'Working directories and volumes',
    evaluates: ['conversion.working-dir.absolute', 'conversion.volumes.absolute'],
    kinds: ['config'],
    nothing: 'there is no image configuration',
  }),
  // A process begins with the name of a program, and a kernel takes texts that end at a NUL.
  judgedTest({
    id: 'conversion.args',
    title: 'Programs and their environment',
    evaluates: ['conversion.args.startable'],
    readsAnyOf: ['config'],
    nothing: 'there is no image configuration',
    count: ({ manifests }) => manifests.filter(({ configDocument }) => configDocument).length,
    judge: judgeArguments,
  }),
  // A user that is named must be known to the filesystem of the image.
  judgedTest({
    id: 'conversion.user',
    title: 'Named users and groups',
    evaluates: ['conversion.user.resolves'],
    readsAllOf: ['config', 'layer'],
    nothing: 'no image has a user or group name to look up in available layers',
    count: resolvable,
    unread: unreadUsers,
    judge: judgeUsers,
  }),
]
