export * from './system.ts';
export * from './identity.ts';
export * from './ingest.ts';
export * from './versions.ts';
export * from './rollups.ts';
export * from './analysis.ts';
