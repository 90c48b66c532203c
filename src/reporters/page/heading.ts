/** Characters of a heading in full size. */
const longHeading = 50

/** The class of a heading that would be more than one line at 1,280 pixels in full size; empty for others. */
export const lengthClass = (heading: string): string => (heading.length > longHeading ? ' long' : '')
