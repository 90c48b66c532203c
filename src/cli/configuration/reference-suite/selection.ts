import { skippedWithout, workflows } from './switches.ts'
import type { Translation } from './translation.ts'

export const selectionVariables = [
  ...Object.keys(skippedWithout),
  ...Object.keys(workflows),
  'OCI_SKIP_EMPTY_LAYER_PUSH_TEST',
]

/** The older suite ran only workflows that were switched on, and failed where one was missing: they are required. */
export function translateWorkflows(translation: Translation): string[] {
  const { isOn, fromOf, set, note } = translation
  const states = Object.entries(workflows).flatMap(([name, { suite, skip }]) => {
    const on = isOn(name)
    return on === undefined ? [] : [{ name, suite, skip, on }]
  })
  const required = states.filter(({ on }) => on).map(({ suite }) => suite)
  if (required.length > 0) {
    set('suite', required, fromOf(...states.map(({ name }) => name)), `--suite ${required.join(' ')}`)
    return []
  }
  for (const { name, skip } of states) note(fromOf(name), `--skip ${skip}`)
  return states.map(({ skip }) => skip)
}

/** What is switched off is skipped; what is switched on is the default. */
export function translateSkips(translation: Translation): void {
  const { isOn, fromOf, note, layer } = translation
  const skip = translateWorkflows(translation)
  const sources = skip.length > 0 ? [fromOf(...Object.keys(workflows))] : []
  const needless: string[] = []
  const leaveOut = (name: string, requirements: readonly string[]) => {
    skip.push(...requirements)
    sources.push(fromOf(name))
    note(fromOf(name), `--skip ${requirements.join(' ')}`)
  }
  for (const [name, requirements] of Object.entries(skippedWithout)) {
    const on = isOn(name)
    if (on === true) needless.push(fromOf(name))
    if (on === false) leaveOut(name, requirements)
  }
  if (isOn('OCI_SKIP_EMPTY_LAYER_PUSH_TEST') === true) {
    leaveOut('OCI_SKIP_EMPTY_LAYER_PUSH_TEST', ['push.accepts.no-layers'])
  }
  if (skip.length > 0) layer.set('skip', { value: [...new Set(skip)], from: sources.join(' and ') })
  if (needless.length > 0) note(needless.join(', '), 'not needed: what the registry supports is tested')
}
