import { NotEvaluated } from '../../../src/engine/record.ts'
import type { Suite } from '../../../src/engine/suite.ts'
import type { Evidence } from '../../../src/engine/verdict.ts'
import { specification } from '../../image/specification.ts'
import type { RegistryTestContext } from '../../distribution/target/context.ts'
import { isAboutTrust } from '../trust.ts'
import {
  endsWith,
  hasCommand,
  hasEnvironment,
  hasStopSignal,
  hasUser,
  hasWorkingDirectory,
  isHealthy,
  prints,
  runs,
  succeeded,
} from './judges.ts'
import { requirements, type StartRequirement } from './requirements.ts'
import type { Expected, ProcessConfig, Started, StepInvocation } from './started.ts'

type StartContext = RegistryTestContext<StartRequirement>

/** The start of an image by an engine. */
export interface Start {
  expected: Expected
  /** Starts what was pushed. Throws NotEvaluated where that is not there. */
  start(): Promise<{ started: Started; config: ProcessConfig; hasHealthCheck: boolean }>
}

/** The limit of the start itself ends it before. */
const timeFactor = 1000

/** Has an engine pull what the round trip pushed, and start it. `open` is called when it runs. */
export const startSuite = (open: () => Start): Suite<StartContext, StartRequirement> => ({
  name: 'start',
  title: 'Start',
  specification,
  requirements,
  tests: [
    {
      id: 'start.image',
      title: 'starts the image with a container engine, without network',
      evaluates: requirements.map(({ id }) => id),
      timeFactor,
      async run(t) {
        const own = open()
        const { expected } = own
        const { started, config, hasHealthCheck } = await own.start()
        const { engine, reference, invocations = [] } = started
        const noted = invocations.map((each) => ({ step: each.step, evidence: t.recordInvocation(each, 1) }))
        const by = (...steps: readonly StepInvocation['step'][]): Evidence[] =>
          noted.flatMap(({ step, evidence }) => (steps.includes(step) ? [evidence] : []))
        const created = by('create')
        const whole = by('create', 'start')
        if (expected.exitStatus === undefined) t.skip('start.exit-status', 'no --expect-exit')
        if (expected.output === undefined) t.skip('start.output', 'no --expect-output')
        if (!hasHealthCheck) t.skip('start.healthy', 'the image has no health check')
        else if (started.start?.ok && started.health === undefined)
          t.skip('start.healthy', `${engine} does not run the health check of this image`)
        if (!started.pull.ok && isAboutTrust(started.pull.output))
          throw new NotEvaluated(
            `${engine} does not accept the certificate of the registry: configure it to trust its CA (Docker: /etc/docker/certs.d/<host:port>/ca.crt)`,
          )
        t.require(
          'start.pulled',
          succeeded(started.pull, `${engine} could not pull ${reference}`),
          ...by('pull'),
        )
        if (started.create)
          t.require(
            'start.created',
            succeeded(started.create, `${engine} could not create a container of ${reference}`),
            ...created,
          )
        t.check('start.command', hasCommand(started, config), ...created)
        t.check('start.environment', hasEnvironment(started, config), ...created)
        t.check('start.working-directory', hasWorkingDirectory(started, config), ...created)
        if (started.process && started.process.user === undefined)
          t.skip('start.user', `${engine} does not show it`)
        else t.check('start.user', hasUser(started, config), ...created)
        if (started.process && started.process.stopSignal === undefined)
          t.skip('start.stop-signal', `${engine} does not show it`)
        else t.check('start.stop-signal', hasStopSignal(started, config), ...created)
        const begun = runs(started, config)
        if ('unknown' in begun) throw new NotEvaluated(begun.unknown)
        t.require('start.runs', begun, ...whole)
        if (expected.exitStatus !== undefined)
          t.check('start.exit-status', endsWith(started, expected), ...whole)
        if (expected.output !== undefined) t.check('start.output', prints(started, expected), ...whole)
        if (hasHealthCheck && started.health !== undefined)
          t.check('start.healthy', isHealthy(started), ...whole)
      },
    },
  ],
})
