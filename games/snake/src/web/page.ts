// The parts of the page that scripts speak to, each found once.

type Kinds = {
  a: HTMLAnchorElement;
  button: HTMLButtonElement;
  canvas: HTMLCanvasElement;
  dialog: HTMLDialogElement;
  fieldset: HTMLFieldSetElement;
  form: HTMLFormElement;
  input: HTMLInputElement;
  select: HTMLSelectElement;
};

/** The element with this id, which must be of this kind where one is named. */
export function part(id: string): HTMLElement;
export function part<K extends keyof Kinds>(id: string, tag: K): Kinds[K];
export function part(id: string, tag?: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null || (tag !== undefined && found.localName !== tag)) {
    throw new Error(`the page has no ${tag ?? 'element'} with the id ${id}`);
  }
  return found;
}

/** A new element with a class and text: names from others are only ever text. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  text = '',
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

/** Writes only what differs: a text that stands is not announced again. */
export function say(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
