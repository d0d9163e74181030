/** A failure that the person at the terminal can put right: the message says how. Shown without a stack. */
export class UserError extends Error {}
