import { changeStyle } from './changes.ts'
import { exchangeStyle } from './style-exchanges.ts'
import { findingStyle } from './style-findings.ts'
import { requirementStyle } from './requirements.ts'
import { layoutStyle } from './style-layout.ts'
import { narrowStyle } from './style-narrow.ts'
import { barStyle, overviewStyle } from './style-overview.ts'
import { printStyle } from './style-print.ts'
import { sectionStyle } from './style-sections.ts'
import { tokens } from './style-tokens.ts'

export const style = [
  tokens,
  layoutStyle,
  overviewStyle,
  barStyle,
  findingStyle,
  exchangeStyle,
  sectionStyle,
  requirementStyle,
  changeStyle,
  narrowStyle,
  printStyle,
].join('')
