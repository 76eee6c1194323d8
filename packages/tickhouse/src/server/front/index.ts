// The face of `front`: HTTP, pages, lists, and who may come in.

export { type HttpHandler, houseHandler, notFound, pagesHandler } from './http.ts';
export type { House } from './ports.ts';
export { refuseUpgrade, type UpgradeOptions, Upgrades } from './upgrades.ts';
