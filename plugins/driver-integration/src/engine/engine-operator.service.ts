import { DispatchError, type EngineOperator } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { Instrument, InternalServerError, UserInputError } from '@vendure/core';
import { EngineService } from './engine.service';

/** Lowest HTTP status of a server error. */
const SERVER_ERROR = 500;

/** Calls the operator API of the engine and converts errors for the Admin API. */
@Injectable()
@Instrument()
export class EngineOperatorService {
  constructor(private readonly engine: EngineService) {}

  /**
   * @throws UserInputError if the engine rejects the request, or no operator key is configured; InternalServerError if the
   * engine is unavailable
   */
  async call<T>(request: (operator: EngineOperator) => Promise<T>): Promise<T> {
    try {
      return await request(await this.operator());
    } catch (error) {
      throw toApiError(error);
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
      throw new UserInputError('No operator key is configured: set keys.operate of httpEngine');
    }
    return operator;
  }
}

function toApiError(error: unknown): unknown {
  if (!(error instanceof DispatchError)) {
    return error;
  }
  const rejected = error.status < SERVER_ERROR && error.code !== 'unauthorized';
  return rejected
    ? new UserInputError(error.message)
    : new InternalServerError(`The engine is unavailable: ${error.message}`);
}
