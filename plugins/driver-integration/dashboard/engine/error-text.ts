/** An error as the engine has kept it, in words: of a DispatchError its message. */
export function errorText(kept: string): string {
  try {
    const { message } = JSON.parse(kept) as { message?: unknown };
    return typeof message === 'string' ? message : kept;
  } catch {
    return kept;
  }
}
