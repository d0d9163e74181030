/** An error that the user at the terminal can fix. The message explains how. Shown without a stack trace. */
export class UserError extends Error {}
