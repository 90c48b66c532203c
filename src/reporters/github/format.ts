import type { Format } from '../format.ts'

export const github: Format = {
  name: 'github',
  file: 'summary.md',
  about: 'job summary and annotations of GitHub Actions',
  // In a workflow the runner names the file of a step's summary; elsewhere it is a file like others.
  async reporter(path, options) {
    const { github: reporter } = await import('./github.ts')
    const summary = process.env['GITHUB_STEP_SUMMARY'] ?? ''
    const stream = process.stdout
    return summary === ''
      ? reporter(path, { ...options, stream })
      : reporter(summary, { ...options, stream, append: true })
  },
}
