export type { Point } from '../messages/point';
export { boundingBox, type BoundingBox } from './bounding-box';
export * from './great-circle-distance';
export * from './offset-point';
