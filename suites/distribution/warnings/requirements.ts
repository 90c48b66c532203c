import { defineRequirements } from '../../../src/engine/literal-ids.ts'
import { derived, must } from '../../../src/engine/requirement.ts'

const none = 'Evaluated over the whole run; if no response had a Warning header, it is unsupported.'

/** Warning headers, new in 1.1: judged wherever they are seen. */
export const requirements = defineRequirements([
  {
    id: 'warnings.form',
    title: 'formats Warning headers as code, agent and quoted text',
    section: 'warnings',
    at: { '1.1': derived('MUST', 829, '831:1'), dev: derived('MUST', 906, '908:1') },
    reasoning: 'Warning headers are described as those of RFC 7234, which defines their form.',
    ruling: none,
  },
  {
    id: 'warnings.code',
    title: 'uses the code 299 in Warning headers',
    section: 'warnings',
    at: { '1.1': must('831:1'), dev: must('908:1') },
    dependsOn: ['warnings.form'],
    ruling: none,
  },
  {
    id: 'warnings.agent',
    title: 'uses a dash as the agent in Warning headers',
    section: 'warnings',
    at: { '1.1': must('831:1'), dev: must('908:1') },
    dependsOn: ['warnings.form'],
    ruling: none,
  },
  {
    id: 'warnings.no-date',
    title: 'omits the date in Warning headers',
    section: 'warnings',
    at: { '1.1': must('831:2'), dev: must('908:2') },
    dependsOn: ['warnings.form'],
    ruling: none,
  },
  {
    id: 'warnings.size',
    title: 'returns at most 4096 bytes of warnings in one response',
    section: 'warnings',
    at: { '1.1': must(833), dev: must(910) },
    ruling: none,
  },
])
