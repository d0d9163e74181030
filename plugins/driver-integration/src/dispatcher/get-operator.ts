import type { RequestContext } from '@vendure/core';

/** Name of the active user in the records of the engine. */
export function getOperator(ctx: RequestContext): string {
  return ctx.session?.user?.identifier ?? 'an administrator';
}
