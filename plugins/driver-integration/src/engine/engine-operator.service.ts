import { DispatchError, type EngineOperator } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { Instrument } from '@vendure/core';
import { EngineService } from './engine.service';
import { problemError, toProblem, toProblemError } from '../problems/problem-error';

/** Calls the operator API of the engine and converts errors for the Admin API. */
@Injectable()
@Instrument()
export class EngineOperatorService {
  constructor(private readonly engine: EngineService) {}

  /**
   * @throws ProblemError if the engine rejects the request or is unavailable, or no operator key is configured
   */
  async call<T>(request: (operator: EngineOperator) => Promise<T>): Promise<T> {
    try {
      return await request(await this.operator());
    } catch (error) {
      throw error instanceof DispatchError ? toProblemError(toProblem(error)) : error;
    }
  }

  /** Like {@link call}, but returns undefined for `not_found`. */
  async find<T>(request: (operator: EngineOperator) => Promise<T>): Promise<T | undefined> {
    return this.call((operator) =>
      request(operator).catch((error: unknown) => {
        if (error instanceof DispatchError && error.code === 'not_found') {
          return undefined;
        }
        throw error;
      }),
    );
  }

  private async operator(): Promise<EngineOperator> {
    const { operator } = await this.engine.client();
    if (!operator) {
      throw problemError('NO_OPERATOR_KEY');
    }
    return operator;
  }
}
