import { DispatchError, type EngineOperator } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { InternalServerError, UserInputError } from '@vendure/core';
import { EngineService } from '../submission/engine.service';

/** Statuses from which on an error is the engine's and not the request's. */
const FAULT = 500;

/** The engine's operator functions, with errors that the Admin API can show. */
@Injectable()
export class EngineOperatorService {
  constructor(private readonly engine: EngineService) {}

  /**
   * @throws UserInputError with the engine's reason for a refusal, or where no operator's key is configured;
   * InternalServerError when the engine can't be asked
   */
  async ask<T>(question: (operator: EngineOperator) => Promise<T>): Promise<T> {
    try {
      return await question(await this.operator());
    } catch (error) {
      throw explained(error);
    }
  }

  /** The same, and undefined for what the engine does not know. */
  async find<T>(question: (operator: EngineOperator) => Promise<T>): Promise<T | undefined> {
    return this.ask((operator) =>
      question(operator).catch((error: unknown) => {
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
      throw new UserInputError("The shop has no operator's key for the engine: keys.operate of httpEngine");
    }
    return operator;
  }
}

function explained(error: unknown): unknown {
  if (!(error instanceof DispatchError)) {
    return error;
  }
  const refusal = error.status < FAULT && error.code !== 'unauthorized';
  return refusal
    ? new UserInputError(error.message)
    : new InternalServerError(`The engine can't be asked: ${error.message}`);
}
