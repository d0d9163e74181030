import type { RequirementsStrategy } from './requirements-strategy';

/** Every driver may deliver every order. */
export class NoRequirementsStrategy implements RequirementsStrategy {
  requirementsOf(): undefined {
    return undefined;
  }
}
