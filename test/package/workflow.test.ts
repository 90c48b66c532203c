import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { root } from './installed.ts'
import { startJob, type Job, type Step, type StepResult, type Workflow } from './runner.ts'

/** Steps that fetch what this machine has already: the checkout, Node, what is built, and the upload. */
const done = ({ uses = './', run = '' }: Step): boolean => uses !== './' || /^npm (?:ci|run build)$/.test(run)

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

let job: Job
let workspace = ''

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'oci-assay-workspace-'))
  for (const name of ['action.yml', 'dist', 'package.json', 'schemas'])
    symlinkSync(join(root, name), join(workspace, name))
  const { PATH = '' } = process.env
  // Nobody's logins, and no proxy of this machine.
  job = startJob(workspace, { PATH, HOME: workspace, DOCKER_CONFIG: workspace })
})
afterEach(() => {
  job.end()
  rmSync(workspace, { recursive: true, force: true })
})

/** The steps of the workflow that runs the action, on ports that are free here. */
async function steps(): Promise<Step[]> {
  const text = readFileSync(join(root, '.github/workflows/action.yml'), 'utf8')
  const ports = [await freePort(), await freePort()]
  const moved = text.replaceAll('5000', String(ports[0])).replaceAll('5001', String(ports[1]))
  return (parse(moved) as Workflow).jobs['action']!.steps.filter((step) => !done(step))
}

const withId = (all: readonly StepResult[], id: string): StepResult => all.find(({ step }) => step.id === id)!

describe.skipIf(process.platform === 'win32')('the workflow of the action', () => {
  it('ends as its own verdict, with outputs, summary and annotations as documented', async () => {
    const planned = await steps()
    const all = await job.run(planned)
    const last = all.at(-1)!
    expect(last.log + last.status).toMatch(/pull\.blob\.exact-bytes[^]*0$/)
    expect(all.map(({ outcome }) => outcome)).toEqual(['success', 'success', 'success', 'failure', 'success'])
    expect(all).toHaveLength(planned.length)

    const conformant = withId(all, 'conformant')
    expect(conformant.outputs).toMatchObject({
      conclusion: 'conformant',
      'exit-code': '0',
      failed: '0',
      errors: '0',
    })
    expect(conformant.outputs['junit']).toBe(join('reports/conformant', 'junit.xml'))
    expect(Number(conformant.outputs['passed'])).toBeGreaterThan(200)
    expect(conformant.summary).toMatch(/No failures in the \d+ requirements evaluated/)
    expect(conformant.commands.filter(({ command }) => command === 'error')).toEqual([])
    for (const name of ['results', 'junit', 'html', 'badge']) {
      expect(readFileSync(join(workspace, conformant.outputs[name]!), 'utf8').length).toBeGreaterThan(50)
    }

    const failing = withId(all, 'failing')
    expect(failing).toMatchObject({
      status: 0,
      outputs: { conclusion: 'nonconformant', 'exit-code': '1', failed: '1' },
    })
    expect(failing.summary).toContain('pull.blob.exact-bytes')
    const errors = failing.commands.filter(({ command }) => command === 'error')
    expect(errors).toHaveLength(1)
    expect(errors[0]?.properties['title']).toContain('pull.blob.exact-bytes')

    const fails = withId(all, 'fails')
    expect(fails).toMatchObject({
      status: 1,
      outcome: 'failure',
      summary: '',
      outputs: { conclusion: 'nonconformant', 'exit-code': '1' },
    })
  })

  it('stops a job whose registry does not conform, and reports why an absent one cannot be tested', async () => {
    const port = await freePort()
    const nobody = { id: 'nobody', uses: './', with: { target: `http://127.0.0.1:${port}`, fail: false } }
    const all = await job.run([nobody, { run: 'echo "never reached"' }])
    expect(all).toHaveLength(1)
    expect(all[0]).toMatchObject({
      status: 3,
      outcome: 'failure',
      outputs: { conclusion: 'not-tested', 'exit-code': '3' },
    })
    expect(all[0]!.commands).toEqual([
      {
        command: 'error',
        properties: { title: 'oci-assay' },
        message: expect.stringMatching(/nothing listens on .*\n/) as string,
      },
    ])
  })
})
