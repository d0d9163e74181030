import type { DriverSession } from '@driver-dispatch/contract';
import type { EngineConfiguration } from '../configuration/engine-options';

/** A session as the SQL files return it. */
export interface SessionColumns {
  sessionId: string;
  deviceName: string;
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
}

export function toSession({
  sessionId,
  deviceName,
  createdAt,
  lastUsedAt,
  expiresAt,
}: SessionColumns): DriverSession {
  return {
    sessionId,
    deviceName,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}

/** Seconds after which an unused session expires. */
export function idleSeconds({ driverSessions }: Pick<EngineConfiguration, 'driverSessions'>): number {
  return driverSessions.idleDays * 24 * 60 * 60;
}
