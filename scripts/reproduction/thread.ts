/** A thread of the campaign of reproduction scripts. */
import { workerData } from 'node:worker_threads'
import { answerJobs } from '../threads.ts'
import type { Attempt } from './attempt.ts'
import { attemptsOfFault, nameOf, type FaultJob } from './faults.ts'
import { attemptsOfRegistry, type RealJob } from './real.ts'

export type Job = FaultJob | RealJob

const { shell } = workerData as { shell: string }

answerJobs((job: Job) =>
  ('registry' in job ? attemptsOfRegistry(job, shell) : attemptsOfFault(job, shell)).catch(
    (error: unknown): Attempt[] => [
      {
        fault: 'registry' in job ? `${job.registry} ${job.seed}` : nameOf(job),
        requirement: '',
        finding: '',
        test: '',
        reason: String(error),
      },
    ],
  ),
)
