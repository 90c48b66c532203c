/** How long after it failed to open a file the process is taken to be short of them, in milliseconds. */
const lasts = 10_000

/** Of the process and not of a client: all share its limit. */
let last = -Infinity

/** Whether an error of the system says that no more files, and so no more connections, can be opened. */
export const isShortage = (code: string): boolean => code === 'EMFILE' || code === 'ENFILE'

export function noteShortage(): void {
  last = performance.now()
}

/** Whether this process was short of files a moment ago. */
export const wasShort = (): boolean => performance.now() - last < lasts
