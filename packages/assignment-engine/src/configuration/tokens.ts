/** Injection token of the {@link EngineConfiguration}. */
export const ENGINE_CONFIGURATION = Symbol('ENGINE_CONFIGURATION');

/** Injection token of the {@link EventSink} that receives the engine's events. */
export const EVENT_SINK = Symbol('EVENT_SINK');

/** Injection token of a boolean: whether this engine listens for HTTP requests, and so receives heartbeats. */
export const LISTENS = Symbol('LISTENS');

/** Injection token of the Winston logger. */
export const LOGGER = Symbol('LOGGER');
