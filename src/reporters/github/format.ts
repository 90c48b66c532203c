import type { Format } from '../format.ts'

export const github: Format = {
  name: 'github',
  file: 'summary.md',
  about: 'job summary and annotations of GitHub Actions',
  elsewhere: () => ((process.env['GITHUB_STEP_SUMMARY'] ?? '') === '' ? undefined : 'job summary'),
  // In a workflow the runner names the file of a step's summary; elsewhere it is a file like others.
  async reporter(path, options) {
    const { github: reporter } = await import('./github.ts')
    const summary = process.env['GITHUB_STEP_SUMMARY'] ?? ''
    const stream = process.stdout
    const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = process.env
    const where = server && repository && run ? { runUrl: `${server}/${repository}/actions/runs/${run}` } : {}
    return summary === ''
      ? reporter(path, { ...options, stream })
      : reporter(summary, { ...options, ...where, stream, append: true })
  },
}
