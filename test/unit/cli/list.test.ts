import { describe, expect, it } from 'vitest'
import { command } from './command.ts'

describe('list requirements', () => {
  it('has the level of each version and what it rests on', async () => {
    const { stdout } = await command('list', 'requirements')
    const [head = '', ...lines] = stdout.split('\n')
    expect(head).toMatch(/^id +of +suite +levels \(1\.0\/1\.1\/dev\) +basis \(1\.0\/1\.1\/dev\) +title$/)
    expect(lines.find((line) => line.startsWith('discovery.tags.link-last-page '))).toMatch(
      / -\/MAY\/MAY +-\/stated\/stated +returns no Link/,
    )
  })

  it('has the reasoning too as JSON', async () => {
    const { stdout } = await command('list', 'requirements', '--json')
    const rows = JSON.parse(stdout) as Record<string, unknown>[]
    const row = (id: string) => rows.find((each) => each['id'] === id)
    expect(row('push.chunked.final-any-length')).toMatchObject({
      'levels (1.0/1.1/dev)': '-/MUST/MUST',
      'basis (1.0/1.1/dev)': '-/derived/derived',
      reasoning: expect.stringMatching(/^Clients may send a final chunk of any length/),
    })
    expect(row('http.support-check')).toMatchObject({
      'basis (1.0/1.1/dev)': 'table/table/table',
      reasoning: null,
    })
  })
})

describe('list defects', () => {
  it('has the layouts by which requirements of images are proven, and only those', async () => {
    const { stdout } = await command('list', 'defects', '--json')
    const rows = JSON.parse(stdout) as Record<string, unknown>[]
    expect(rows.length).toBeGreaterThan(150)
    expect(rows.find(({ id }) => id === 'manifest-of-other-bytes')).toEqual({
      id: 'manifest-of-other-bytes',
      violates: 'layout.blob.matches-name',
      title: 'a manifest that was changed under its name',
    })
  })
})

describe('explain', () => {
  it('lists the defects that prove a requirement of images, and no faults of registries', async () => {
    const { stdout } = await command('explain', 'layout.blob.matches-name')
    const [, listed = ''] = stdout.split('Layout defects that violate it')
    expect(listed).toContain('\n  manifest-of-other-bytes: a manifest that was changed under its name\n')
    expect(listed.trim().split('\n').length).toBeGreaterThan(3)
    expect(stdout).not.toContain('Faults that violate it')
  })

  it('lists the faults that prove a requirement of registries', async () => {
    const { stdout } = await command('explain', 'pull.blob.get')
    expect(stdout).toMatch(/\nFaults that violate it \(oci-assay serve --fault\):\n {2}[\w-]+: /)
    expect(stdout).not.toContain('Defects')
  })

  it('has the basis of each level and the reasoning', async () => {
    const { stdout } = await command('explain', 'errors.content-type')
    expect(stdout).toMatch(/\n {2}1\.1 {2}SHOULD \(derived\) https:/)
    expect(stdout).toMatch(/\n {2}dev {2}SHOULD \(stated\) {2}https:/)
    expect(stdout).toContain('\nReasoning for its level: A body may have any format;')
  })

  it('has no reasoning where each level is stated', async () => {
    const { stdout } = await command('explain', 'pull.blob.get')
    expect(stdout).toMatch(/\n {2}1\.1 {2}MUST \(stated\) {4}https:/)
    expect(stdout).not.toContain('Reasoning for its level')
  })
})
