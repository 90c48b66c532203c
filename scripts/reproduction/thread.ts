/** A thread of the campaign of reproduction scripts. */
import { workerData } from 'node:worker_threads'
import type { RegistryScenario } from '../mutation/scenario.ts'
import { answerJobs } from '../threads.ts'
import { attempts, type Attempt } from './attempt.ts'

const { shell } = workerData as { shell: string }

answerJobs((scenario: RegistryScenario) =>
  attempts(scenario, shell).catch((error: unknown): Attempt[] => [
    { fault: scenario.fault ?? '', requirement: '', finding: '', test: '', reason: String(error) },
  ]),
)
