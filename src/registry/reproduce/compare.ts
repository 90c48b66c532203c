import type { Condition, HeaderCondition, ListCondition } from './condition-kinds.ts'
import { quote, word, type Template } from './shell.ts'

/** How conditions are written in a script. */
export interface Wording {
  /** The number of the request that an exchange was answered to; of the last of the evidence where there is none. */
  numberOf(exchange: number | undefined): number
  /** The numbers of all requests that were sent at once with it and have to satisfy the same condition. */
  numbersOf(condition: Condition): readonly number[]
  /** The number of the page whose Link led to a request; undefined where none did. */
  pageBefore(number: number): number | undefined
  /** The number of the page by which a list began. */
  firstPage(number: number): number
  template(text: string): Template
  /** The file of the content that had a digest in the run. */
  fileOf(digest: string): string | undefined
}

/** What a script compares. */
export interface Expression {
  /** True in the shell where the conditions are satisfied. */
  text: string
  /** What is printed of what came back: the number of a request, and the header field that is compared. */
  about: string
}

/** The variable of what the condition is about that was compared last, and so is not satisfied. */
const comparing = 'about'

const allOf = ' &&\n   '

/** All conditions together. Where they are about several responses, the script notes which one it compares. */
export function expressionOf(conditions: readonly Condition[], wording: Wording): Expression {
  const checks = conditions.flatMap((each) =>
    wording.numbersOf(each).map((number) => ({
      text: whereLinked(each, wording, number),
      about: aboutOf(each, wording, number),
    })),
  )
  const [about = '', ...others] = new Set(checks.map((each) => each.about))
  if (others.length === 0) return { text: checks.map(({ text }) => text).join(allOf), about }
  return {
    text: checks.map((each) => `${comparing}=${quote(each.about)} && ${each.text}`).join(allOf),
    about: `$${comparing}`,
  }
}

/** The response that a condition is about; of alternatives that of the first one. */
function aboutOf(condition: Condition, wording: Wording, number: number): string {
  switch (condition.kind) {
    case 'header':
    case 'same-header':
      return `${number} ${quote(condition.name.toLowerCase())}`
    case 'list':
      return String(listNumber(condition, wording, number))
    case 'any': {
      const first = condition.of[0]?.[0]
      return first === undefined
        ? String(number)
        : aboutOf(first, wording, first.exchange === undefined ? number : wording.numberOf(first.exchange))
    }
    default:
      return String(number)
  }
}

/** The page by which a list is read. */
const listNumber = ({ pages, further }: ListCondition, wording: Wording, number: number): number =>
  pages || further ? wording.firstPage(number) : number

/** What is at the end of a Link has to be right only where there is a Link. */
function whereLinked(condition: Condition, wording: Wording, number: number): string {
  const before = wording.pageBefore(number)
  const text = expression(condition, wording, number)
  return before === undefined || !ofPages.has(condition.kind) ? text : `{ no_link ${before} || ${text}; }`
}

const ofPages: ReadonlySet<Condition['kind']> = new Set(['answered', 'status', 'text', 'header'])

function expression(condition: Condition, wording: Wording, number: number): string {
  const words = (texts: readonly string[]): string =>
    texts.map((text) => word(wording.template(text))).join(' ')
  switch (condition.kind) {
    case 'answered':
      return `answered ${number}`
    case 'status':
      return `${condition.not ? '! ' : ''}status_is ${number} ${condition.in.map((each) => quote(each.replaceAll('x', '?'))).join(' ')}`
    case 'header':
      return headerExpression(condition, number, words)
    case 'same-header': {
      const other = wording.numberOf(condition.as)
      return `${condition.not ? '! ' : ''}same_header ${number} ${other} ${quote(condition.name.toLowerCase())}`
    }
    case 'content':
      return `content_is ${number} ${words(condition.digests)}`
    case 'part': {
      const file = wording.fileOf(condition.digest)
      return file === undefined ? 'false' : `part_is ${number} ${file} ${condition.first} ${condition.last}`
    }
    case 'text':
      return `${condition.not ? '! ' : ''}body_matches ${number} ${words([condition.matches])}`
    case 'list':
      return listExpression(condition, listNumber(condition, wording, number), words, (exchange) =>
        wording.numberOf(exchange),
      )
    case 'entry':
      return `${condition.not ? '! ' : ''}entry_matches ${number} ${words([condition.digest, condition.matches])}`
    case 'beside-others':
      return 'true'
    default:
      return alternatives(condition.of, (one) =>
        expression(one, wording, one.exchange === undefined ? number : wording.numberOf(one.exchange)),
      )
  }
}

/** One of several lists of conditions is satisfied. */
function alternatives(
  lists: readonly (readonly Condition[])[],
  expressionOf: (condition: Condition) => string,
): string {
  const each = lists.map((list) => `{ ${list.map(expressionOf).join(' && ') || 'true'}; }`)
  return each.length === 1 ? each.join('') : `{ ${each.join(' || ')}; }`
}

function headerExpression(
  { name, is, matches, not, longest, optional, absent, once }: HeaderCondition,
  number: number,
  words: (texts: readonly string[]) => string,
): string {
  const field = quote(name.toLowerCase())
  if (absent) return `! has_header ${number} ${field}`
  const checks = [
    ...(is === undefined ? [] : [`header_is ${number} ${field} ${words(is)}`]),
    ...(matches === undefined
      ? []
      : [`${not ? '! ' : ''}header_matches ${number} ${field} ${words([matches])}`]),
    ...(longest === undefined ? [] : [`header_within ${number} ${field} ${longest}`]),
  ]
  const value = checks.length === 0 ? `has_header ${number} ${field}` : checks.join(' && ')
  const all = once ? `${value} && header_once ${number} ${field}` : value
  return optional ? `{ ! has_header ${number} ${field} || { ${all}; }; }` : all
}

const orders = { lexical: 'tolower toupper', ascii: "tolower toupper ''" } as const

function listExpression(
  condition: ListCondition,
  number: number,
  words: (texts: readonly string[]) => string,
  numberOf: Wording['numberOf'],
): string {
  const { of, pages, further, includes, excludes, only, count, unique, order, after, sorted, matches } =
    condition
  const { beginsAs, ordersAs } = condition
  const listed = pages ? `all_pages ${of}_in ${number}` : `${of}_in ${number}`
  const checks = [
    ...(includes === undefined ? [] : [`includes ${words(includes)}`]),
    ...(excludes === undefined ? [] : [`excludes ${words(excludes)}`]),
    ...(only === undefined ? [] : [`only ${words(only)}`]),
    ...(count === undefined ? [] : [`count_is ${count[0]} ${count[1]}`]),
    ...(unique === undefined ? [] : ['unique']),
    ...(order === undefined ? [] : [`in_order ${words(order)}`]),
    ...(after === undefined ? [] : [`each_after ${words([after])}`]),
    ...(beginsAs === undefined ? [] : [`begins_as ${of}_in ${numberOf(beginsAs)}`]),
    ...(ordersAs === undefined ? [] : [`orders_as ${of}_in ${numberOf(ordersAs)}`]),
    ...(sorted === undefined ? [] : [`sorted_by ${orders[sorted]}`]),
    ...(matches === undefined ? [] : [`each_matches ${words([matches])}`]),
  ]
  const all = [
    ...(further === undefined ? [] : [`links_further ${of}_in ${number}`]),
    ...checks.map((check) => `${listed} | ${check}`),
  ]
  return all.join(' &&\n   ') || 'true'
}
