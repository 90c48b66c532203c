/** A thread of the mutation run: one scenario after the other, several at once while one of them waits. */
import { workerData } from 'node:worker_threads'
import { answerJobs } from '../threads.ts'
import { runScenario } from './mutant.ts'
import type { ThreadData } from './pool.ts'
import type { Scenario } from './scenario.ts'

const { over } = workerData as ThreadData

answerJobs((scenario: Scenario) => runScenario(scenario, over))
