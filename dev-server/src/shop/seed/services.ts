/** Where the seed finds Vendure's services: a bootstrapped Nest application, or anything that looks like one. */
export interface Services {
  get<T>(service: new (...dependencies: never[]) => T): T;
}
