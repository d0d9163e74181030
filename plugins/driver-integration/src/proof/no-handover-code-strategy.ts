import type { HandoverCodeStrategy } from './handover-code-strategy';

/** Any proof will do. */
export class NoHandoverCodeStrategy implements HandoverCodeStrategy {
  codeFor(): undefined {
    return undefined;
  }
}
