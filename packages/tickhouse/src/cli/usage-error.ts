// A command that was written wrongly: what is wrong; the usage is printed below it.

export class UsageError extends Error {}
