import { writeWhole, type FileText } from '../files/write.ts'
import type { ConclusionOptions } from '../results/conclusion/conclusion.ts'
import type { Reporter } from '../results/reporter.ts'
import type { RunResult } from '../results/result.ts'

/** What a reporter may need besides the result. */
export interface ReportOptions extends ConclusionOptions {
  /** Where the reports are published, for those that are shown elsewhere. */
  reportUrl?: string
}

/** A form in which a result is reported: the word for `--format`, and all that belongs to it. */
export interface Format {
  name: string
  /** Its file in the folder of reports; of several files their folder. */
  file: string
  /** What it is, for the help. */
  about: string
  /** What it is written to instead of its file, as users call it; undefined where it is written to its file. */
  elsewhere?: () => string | undefined
  /** The reporter, loaded here: none has anything to do before the end of a run. */
  reporter: (path: string, options: ReportOptions) => Promise<Reporter>
}

/** A reporter that writes one file of the whole result. */
export const writing = (name: string, path: string, textOf: (result: RunResult) => FileText): Reporter => ({
  name,
  onEnd(result) {
    writeWhole(path, textOf(result))
  },
})
