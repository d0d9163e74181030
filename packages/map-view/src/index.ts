import './colours/readable-colours.css';

export type { MapContent, MapGlyph, MapLine, MapMarker, MapTone } from './map/map-content';
export type { MapLabels } from './map/map-labels';
export { MapView, type MapViewProps } from './map/map-view';
export type { MapTiles } from './background/map-tiles';
export type { Point } from './geometry/point';
export { PointPicker, type PointPickerProps } from './picker/point-picker';
export { enableMessageCompiler } from './translations/message-compiler';
