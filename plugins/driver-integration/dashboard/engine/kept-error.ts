/** An error that the engine has kept, with its code where it is of the closed set. */
export interface KeptError {
  code?: string;
  message: string;
}

export function keptError(kept: string): KeptError {
  try {
    const { code, message } = JSON.parse(kept) as { code?: unknown; message?: unknown };
    return typeof message === 'string'
      ? { message, ...(typeof code === 'string' ? { code } : {}) }
      : { message: kept };
  } catch {
    return { message: kept };
  }
}
