/** Resolves Vendure's services, as a bootstrapped Nest application does. */
export interface Services {
  get<T>(service: new (...dependencies: never[]) => T): T;
}
