// The face of `front`: HTTP, pages, lists, and who may come in.

export { type HttpHandler, houseHandler, notFound, pagesHandler } from './http.ts';
export type { Route } from './ports.ts';
export { refuseUpgrade, Upgrades } from './upgrades.ts';
