import { headerValues } from '../record/exchange.ts'
import { textOfCommon } from './common.ts'
import type { Condition } from './condition-kinds.ts'
import type { Step } from './step.ts'

/** Exchanges that conditions name. */
export const exchangesIn = (conditions: readonly Condition[]): number[] =>
  conditions.flatMap((condition) => [
    ...(condition.exchange === undefined ? [] : [condition.exchange]),
    ...(condition.kind === 'same-header' ? [condition.as] : []),
    ...(condition.kind === 'list'
      ? [condition.beginsAs, condition.ordersAs, condition.endOf].filter((each) => each !== undefined)
      : []),
    ...(condition.kind === 'any' ? condition.of.flatMap(exchangesIn) : []),
  ])

/** Tags and digests that conditions name. */
export const namedIn = (conditions: readonly Condition[]): string[] =>
  conditions.flatMap((condition) => {
    switch (condition.kind) {
      case 'list':
        return [
          ...(condition.includes ?? []),
          ...(condition.excludes ?? []),
          ...(condition.only ?? []),
          ...(condition.order ?? []),
          ...(condition.after === undefined ? [] : [condition.after]),
        ]
      case 'content':
        return [...condition.digests]
      case 'part':
      case 'entry':
        return [condition.digest]
      case 'any':
        return condition.of.flatMap(namedIn)
      default:
        return []
    }
  })

/** Content that a response has instead of what it should have: it has to be there again. Nobody has to push no bytes. */
export const namedInResponse = ({ last: { response } }: Step): string[] =>
  response === undefined || response.status >= 300
    ? []
    : [response.body.sha256, ...headerValues(response.headers, 'docker-content-digest')].filter(
        (digest) => textOfCommon(digest) === undefined,
      )

/** What status and fields of a response have to be. */
export const valuesIn = (conditions: readonly Condition[]): string[] =>
  conditions.flatMap((each) =>
    each.kind === 'status' && each.not === undefined
      ? [...each.in]
      : each.kind === 'header'
        ? (each.is ?? [])
        : each.kind === 'any'
          ? each.of.flatMap(valuesIn)
          : [],
  )

/** Exchanges that are to be answered without success. */
export const refusedBy = (conditions: readonly Condition[]): (number | undefined)[] =>
  conditions.flatMap((each) =>
    each.kind === 'status' && !each.not && !each.in.some((status) => status.startsWith('2'))
      ? [each.exchange]
      : [],
  )

/** Exchanges whose responses are compared. */
export const comparedIn = (conditions: readonly Condition[], last: number): ReadonlySet<number> =>
  new Set([...(conditions.some(isAboutLast) ? [last] : []), ...exchangesIn(conditions)])

/** It names no exchange, and so is about the last of the evidence. */
const isAboutLast = (condition: Condition): boolean =>
  condition.exchange === undefined && (condition.kind !== 'any' || condition.of.flat().some(isAboutLast))
